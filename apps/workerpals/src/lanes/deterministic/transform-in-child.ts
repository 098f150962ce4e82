import { join } from "node:path";
import { minimalEnv, run, stdoutText } from "@pushpals/shared/process";
import { done, failed, type Outcome } from "../../outcome";
import type { MatchedFile } from "./matching-files";
import type { ScriptContext } from "./script-context";
import type { Transformation, TransformOutput } from "./transform";

export interface Transformed {
  path: string;
  count: number;
  /** Null where nothing changed. */
  content: Buffer | null;
}

const CHILD = join(import.meta.dir, "transform.ts");
const MAX_OUTPUT_BYTES = 1024 * 1024 * 1024;

/**
 * Transforms texts in a process of its own, which the budget can kill: an expression can take for ever, and nothing
 * inside of a JavaScript process stops it. Files that are not UTF-8 are skipped and told.
 */
export async function transformInChild(
  transformation: Transformation,
  files: readonly MatchedFile[],
  context: ScriptContext,
): Promise<Outcome<Transformed[]>> {
  const readable = files.flatMap((file) => {
    const text = decode(file.bytes);
    if (text === null) context.report.note(`${file.path}: skipped, it is not UTF-8`);
    return text === null ? [] : [{ path: file.path, text }];
  });
  const result = await run({
    command: [process.execPath, CHILD],
    cwd: import.meta.dir,
    env: minimalEnv(),
    stdin: JSON.stringify({ transformation, texts: readable.map((file) => file.text) }),
    timeoutMs: Math.max(1, context.remainingMs()),
    maxOutputBytes: MAX_OUTPUT_BYTES,
    signal: context.signal,
  });
  if (result.terminationReason !== "exited" || result.exitCode !== 0)
    return failed(
      "resource_limit",
      `The files could not be transformed: the process ended with ${result.terminationReason}.`,
    );
  const output = JSON.parse(stdoutText(result)) as TransformOutput;
  if (!output.ok) return failed("script_invalid", `The ${transformation.kind} is refused: ${output.message}`);
  return done(
    readable.map(({ path }, index) => {
      const one = output.results[index];
      return { path, count: one?.count ?? 0, content: one?.text === undefined ? null : Buffer.from(one.text) };
    }),
  );
}

function decode(bytes: Buffer): string | null {
  const text = bytes.toString("utf8");
  return Buffer.from(text).equals(bytes) ? text : null;
}
