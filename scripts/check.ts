import { runParts } from "./checks/run-parts";

export const usage = `
bun run check

Format, lint, types and architecture: what has to hold for every commit. \`bun run fix\` mends what can be mended.
`;

export async function main(): Promise<number> {
  const results = await runParts();
  return results.every((result) => result.passed) ? 0 : 1;
}
