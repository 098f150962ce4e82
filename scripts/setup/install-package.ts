import { minimalEnv, run, stderrText } from "@pushpals/shared/process";

const LIMIT_MS = 5 * 60_000;

export interface SystemPackage {
  /** As Debian calls it. */
  name: string;
  /** Programs of which one makes the package unnecessary. */
  programs: readonly string[];
  /** What it is for, after "Installing bubblewrap, which …". */
  purpose: string;
}

/**
 * Installs a package of the system where this can be done without asking: on Linux, as root, with apt-get. Says what it
 * does in one line. Not having it is no error here: whoever needs it says so.
 */
export async function installPackage(wanted: SystemPackage, say: (line: string) => void): Promise<void> {
  if (process.platform !== "linux" || process.getuid?.() !== 0) return;
  if (wanted.programs.some((program) => Bun.which(program)) || !Bun.which("apt-get")) return;
  say(`Installing ${wanted.name}, which ${wanted.purpose} …`);
  for (const args of [
    ["update", "-qq"],
    ["install", "-y", "-qq", "--no-install-recommends", wanted.name],
  ]) {
    const result = await run({
      command: ["apt-get", ...args],
      env: minimalEnv({ DEBIAN_FRONTEND: "noninteractive", ...proxySettings() }),
      timeoutMs: LIMIT_MS,
    });
    if (result.exitCode === 0) continue;
    const reason = stderrText(result).trim().split("\n").at(-1) || result.terminationReason;
    say(`Warning: ${wanted.name} could not be installed (apt-get ${args[0]}: ${reason}).`);
    return;
  }
}

const proxySettings = (): Record<string, string> =>
  Object.fromEntries(
    Object.entries(process.env).flatMap(([key, value]) =>
      /^(https?|no)_proxy$/i.test(key) && value ? [[key, value]] : [],
    ),
  );
