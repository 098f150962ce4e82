import { PARTS } from "./parts";
import { type PartResult, runPart } from "./run-part";

/** Runs all parts at once; a line each as it ends, and the output of those that failed. */
export async function runParts(signal?: AbortSignal): Promise<PartResult[]> {
  const width = Math.max(...PARTS.map((part) => part.name.length));
  return await Promise.all(
    PARTS.map(async (part) => {
      const result = await runPart(part, signal);
      const seconds = (result.durationMs / 1000).toFixed(1);
      console.log(`${result.passed ? "✓" : "✗"} ${result.name.padEnd(width)}  ${seconds.padStart(5)} s`);
      if (!result.passed) console.log(`\n${result.output}\n`);
      return result;
    }),
  );
}
