import { runParts } from "./checks/run-parts";
import { takesNoArguments } from "./command";

export const usage = `
bun run check

Format, lint, types and architecture: what has to hold for every commit. \`bun run fix\` mends what can be mended.
`;

export async function main(args: string[]): Promise<number> {
  takesNoArguments(args);
  const results = await runParts();
  return results.every((result) => result.passed) ? 0 : 1;
}
