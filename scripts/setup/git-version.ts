import { minimalEnv, run, stdoutText } from "@pushpals/shared/process";

/** Older ones lack what keeps a job's repository from running programs on the host. */
const OLDEST = "2.38.0";

/** Null when a usable git is on PATH, else what to do. */
export async function gitProblem(): Promise<string | null> {
  const result = await run({ command: ["git", "--version"], env: minimalEnv(), timeoutMs: 10_000 });
  const found = /(\d+\.\d+(\.\d+)?)/.exec(stdoutText(result))?.[1];
  if (!found) return "Push Pals needs git, and there is none on PATH. Install it, for instance: apt-get install git";
  const version = found.split(".").length === 2 ? `${found}.0` : found;
  if (Bun.semver.order(version, OLDEST) >= 0) return null;
  return `Push Pals needs git ${OLDEST} or newer, and this is git ${found}.`;
}
