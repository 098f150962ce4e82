export interface Tally {
  passed: number;
  failed: number;
}

/**
 * Reads the summary that `bun test` ends with. A run that went wrong without a failed test, such as a file that does
 * not load or a run that was cut off, counts as one failure.
 */
export function readSummary(output: readonly string[], exitCode: number | null): Tally {
  const plain = output.map((line) => Bun.stripANSI(line));
  const last = (unit: string): number => {
    const line = plain.findLast((text) => new RegExp(`^\\s*\\d+ ${unit}s?$`).test(text));
    return line === undefined ? 0 : Number.parseInt(line, 10);
  };
  const failed = last("fail") + last("error");
  return { passed: last("pass"), failed: failed === 0 && exitCode !== 0 ? 1 : failed };
}
