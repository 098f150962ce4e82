import { minimalEnv, run, stderrText, stdoutText } from "@pushpals/shared/process";
import { PROJECT } from "../project";
import type { Part } from "./parts";

const LIMIT_MS = 10 * 60_000;

export interface PartResult {
  name: string;
  passed: boolean;
  durationMs: number;
  output: string;
}

/** Runs one part of the check at the root of the project. */
export async function runPart(part: Part, signal?: AbortSignal): Promise<PartResult> {
  const result = await run({
    command: part.command,
    cwd: PROJECT,
    env: minimalEnv(),
    timeoutMs: LIMIT_MS,
    ...(signal ? { signal } : {}),
  });
  const ended = result.terminationReason === "exited" ? "" : `(ended by ${result.terminationReason})`;
  return {
    name: part.name,
    passed: result.terminationReason === "exited" && result.exitCode === 0,
    durationMs: result.durationMs,
    output: [stdoutText(result), stderrText(result), ended]
      .map((text) => text.trim())
      .filter(Boolean)
      .join("\n"),
  };
}
