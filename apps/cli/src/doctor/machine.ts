import { inspectRepository } from "@pushpals/shared/git";
import { minimalEnv, run, stdoutText } from "@pushpals/shared/process";
import { openSandbox } from "@pushpals/shared/sandbox";
import type { Context } from "../context";
import { type Check, unwell, well } from "./check";

/** git, the sandbox and the repository of this machine. */
export async function machine(context: Context): Promise<Check[]> {
  return await Promise.all([git(), sandbox(context), repository(context)]);
}

async function git(): Promise<Check> {
  const result = await run({ command: ["git", "--version"], env: minimalEnv(), timeoutMs: 10_000 });
  const version = stdoutText(result).trim();
  return version === "" ? unwell("git", "there is none on PATH", "install git") : well("git", version);
}

async function sandbox(context: Context): Promise<Check> {
  const opened = await openSandbox(context.config.workerpals.sandbox);
  return opened.ok
    ? well("sandbox", opened.sandbox.describe().split(":")[0] ?? opened.sandbox.tier)
    : unwell("sandbox", "none is usable, so commands of jobs are refused", opened.message);
}

async function repository(context: Context): Promise<Check> {
  const inspected = await inspectRepository(context.config.paths.repo_path || process.cwd());
  if (!inspected.ok) return unwell("repository", inspected.message, "name one: PUSHPALS_REPO_PATH=<path>");
  const { path, branch, head, identity } = inspected.repository;
  if (head === null)
    return unwell("repository", `${path} has no commit yet`, "make one: git commit --allow-empty -m Start");
  if (!identity) return unwell("repository", `${path} has no git identity`, "git config user.name and user.email");
  return well("repository", `${path}, ${branch ?? "detached"} at ${head.slice(0, 9)}`);
}
