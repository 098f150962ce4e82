import { minimalEnv, run, stderrText } from "@pushpals/shared/process";

const UPDATE_LIMIT_MS = 3 * 60_000;

/**
 * Installs Bubblewrap, which the process sandbox needs, where this can be done without asking: on Linux, as root,
 * with apt-get. Says what it does in one line. Not having it is no error here: whoever needs it says so.
 */
export async function installSandbox(say: (line: string) => void): Promise<void> {
  if (process.platform !== "linux" || process.getuid?.() !== 0) return;
  if (Bun.which("bwrap") || !Bun.which("apt-get")) return;
  say("Installing bubblewrap, which contains the commands of jobs …");
  for (const args of [
    ["update", "-qq"],
    ["install", "-y", "-qq", "--no-install-recommends", "bubblewrap"],
  ]) {
    const result = await run({
      command: ["apt-get", ...args],
      env: minimalEnv({ DEBIAN_FRONTEND: "noninteractive", ...proxySettings() }),
      timeoutMs: UPDATE_LIMIT_MS,
    });
    if (result.exitCode === 0) continue;
    const reason = stderrText(result).trim().split("\n").at(-1) || result.terminationReason;
    say(`Warning: bubblewrap could not be installed (apt-get ${args[0]}: ${reason}).`);
    return;
  }
}

const proxySettings = (): Record<string, string> =>
  Object.fromEntries(
    Object.entries(process.env).flatMap(([key, value]) =>
      /^(https?|no)_proxy$/i.test(key) && value ? [[key, value]] : [],
    ),
  );
