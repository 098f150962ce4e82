import type { Failure } from "@pushpals/protocol";
import { linesOf, some } from "../output/words";

const FILES_SHOWN = 8;
const OUTPUT_LINES_SHOWN = 12;

/** A failure for people: what happened, where, and the end of the output. */
export function failureLines(failure: Failure): string[] {
  const detail = failure.detail ?? {};
  const files = strings(detail["files"] ?? detail["conflicts"] ?? detail["paths"]);
  const output = detail["outputTail"] ?? detail["output"];
  return [
    ...linesOf(failure.message),
    ...(files.length > 0 ? [`files: ${some(files, FILES_SHOWN)}`] : []),
    ...(typeof output === "string" && !failure.message.includes(output.trim()) ? lastLines(output) : []),
  ];
}

const strings = (value: unknown): string[] =>
  Array.isArray(value)
    ? value.flatMap((item: unknown) => {
        if (typeof item === "string") return [item];
        const path = typeof item === "object" && item !== null && "path" in item ? item.path : undefined;
        return typeof path === "string" ? [path] : [];
      })
    : [];

const lastLines = (output: string): string[] =>
  linesOf(output)
    .slice(-OUTPUT_LINES_SHOWN)
    .filter((line) => line.trim() !== "")
    .map((line) => `| ${line}`);
