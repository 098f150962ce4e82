import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { stderrText, stdoutText } from "../process/index";
import type { Sandbox } from "./types";

const PROBE_TIMEOUT_MS = 10_000;

/** Runs a command inside for real. Null when the sandbox works, else what went wrong. */
export async function probeSandbox(sandbox: Sandbox): Promise<string | null> {
  const workspace = await mkdtemp(join(tmpdir(), "pushpals-probe-"));
  try {
    const result = await sandbox.run({
      command: ["/bin/sh", "-c", "echo works > probe && cat probe"],
      workspace,
      timeoutMs: PROBE_TIMEOUT_MS,
    });
    if (result.exitCode === 0 && stdoutText(result) === "works\n") return null;
    const said = result.error ?? stderrText(result).trim();
    return said === "" ? `a probe ended with ${result.terminationReason}, exit code ${result.exitCode}.` : `${said}.`;
  } finally {
    await rm(workspace, { recursive: true, force: true });
  }
}
