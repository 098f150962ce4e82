import type { Failure } from "@pushpals/protocol";
import { failureFacts, linesOf, some } from "@pushpals/sdk";

const FILES_SHOWN = 8;

/** A failure for people: what happened, where, and the end of the output. */
export function failureLines(failure: Failure): string[] {
  const { message, files, output } = failureFacts(failure);
  return [
    ...linesOf(message),
    ...(files.length > 0 ? [`files: ${some(files, FILES_SHOWN)}`] : []),
    ...output.map((line) => `| ${line}`),
  ];
}
