import { run, stderrText } from "../../process/index";

const LIMIT_MS = 120_000;

/** Makes a user the owner of paths and of all below them; links themselves, never what they lead to. Null when done. */
export async function handFiles(paths: readonly string[], uid: number, gid: number): Promise<string | null> {
  if (paths.length === 0) return null;
  const result = await run({
    command: ["chown", "-R", "-h", "-P", `${uid}:${gid}`, "--", ...paths],
    cwd: "/",
    env: { PATH: "/usr/bin:/bin:/usr/sbin:/sbin", LANG: "C.UTF-8" },
    timeoutMs: LIMIT_MS,
  });
  return result.exitCode === 0 ? null : (result.error ?? stderrText(result)).trim().slice(0, 500);
}
