import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { onInterrupt } from "@pushpals/shared/lifecycle";
import { run } from "@pushpals/shared/process";
import { CLIENT, expoCommand, exportEnvironment } from "./client/expo";

export const usage = `
bun run client:bundles

Bundles the client for Android and iOS to Hermes bytecode, and throws the result away: what cannot be bundled cannot be
built. Takes some minutes. An app for a store is built with Expo's own tools from apps/client.
`;

const LIMIT_MS = 30 * 60_000;

export async function main(): Promise<number> {
  const { signal } = onInterrupt();
  const output = mkdtempSync(join(tmpdir(), "pushpals-bundles-"));
  try {
    const result = await run({
      command: expoCommand(["export", "-p", "android", "-p", "ios", "--output-dir", output]),
      cwd: CLIENT,
      env: exportEnvironment(),
      timeoutMs: LIMIT_MS,
      maxOutputBytes: 0,
      onLine: (_stream, line) => console.log(line),
      signal,
    });
    return result.terminationReason === "exited" ? (result.exitCode ?? 1) : 1;
  } finally {
    rmSync(output, { recursive: true, force: true });
  }
}
