/**
 * How long `/rewrite` and `/replace` take over many files, as the worker's own operations do it.
 *
 * Run: `bun run bench rewrite [files]`.
 */
import { transform } from "../apps/workerpals/src/lanes/deterministic/transform";

const DEFAULT_FILES = 5_000;

export async function main(args: string[]): Promise<number> {
  const files = Number(args[0] ?? DEFAULT_FILES);
  const body = "export function work(input: number): number {\n  return oldName(input, 1);\n}\n".repeat(20);
  const texts = Array.from({ length: files }, (_, at) => `// ${at}\n${body}`);
  const started = performance.now();
  const output = transform({
    transformation: { kind: "rewrite", language: "ts", pattern: "oldName($A, $B)", rewrite: "newName($B, $A)" },
    texts,
  });
  const took = performance.now() - started;
  if (!output.ok) throw new Error(output.message);
  const count = output.results.reduce((sum, { count: one }) => sum + one, 0);
  console.log(`rewrite  ${files} files, ${count} places: ${(took / 1_000).toFixed(2)} s`);
  const replaced = performance.now();
  transform({ transformation: { kind: "replace", search: "oldName", replacement: "newName" }, texts });
  console.log(`replace  ${files} files: ${((performance.now() - replaced) / 1_000).toFixed(2)} s`);
  return 0;
}

if (import.meta.main) process.exit(await main(process.argv.slice(2)));
