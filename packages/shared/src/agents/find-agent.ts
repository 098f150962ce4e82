import { existsSync, readFileSync, realpathSync } from "node:fs";
import { dirname, join } from "node:path";
import { MACHINE_VARIABLES, minimalEnv, run, stderrText, stdoutText } from "../process/index";
import type { AgentProfile } from "./profile";

export interface FoundAgent {
  /** With the absolute path of the program. */
  command: [string, ...string[]];
  version: string | null;
  /** Directories that the program needs to read beside the system's own. */
  readOnly: string[];
}

const VERSION_LIMIT_MS = 30_000;

/** Looks for the agent's program on this machine, and starts it once to hear its version. */
export async function findAgent(
  profile: AgentProfile,
  path: string = process.env["PATH"] ?? "",
): Promise<{ ok: true; agent: FoundAgent } | { ok: false; message: string }> {
  const [name, ...args] = profile.command;
  const program = Bun.which(name, { PATH: path });
  if (program === null) return { ok: false, message: `"${name}" was not found. Install it: ${profile.install}` };
  const version = await versionOf(program, profile);
  if (!version.ok) return { ok: false, message: `"${program}" does not start: ${version.message}` };
  return { ok: true, agent: { command: [program, ...args], version: version.text, readOnly: neededBy(program) } };
}

async function versionOf(program: string, { versionArguments: args, env }: AgentProfile) {
  if (args.length === 0) return { ok: true, text: null } as const;
  const machine = Object.entries(process.env).filter(([name]) => MACHINE_VARIABLES.test(name));
  const result = await run({
    command: [program, ...args],
    env: { ...minimalEnv(), ...plain(env), ...(Object.fromEntries(machine) as Record<string, string>) },
    timeoutMs: VERSION_LIMIT_MS,
    idleMs: VERSION_LIMIT_MS,
  });
  if (result.terminationReason === "exited" && result.exitCode === 0) {
    const line = stdoutText(result).trim().split("\n").at(-1) ?? "";
    return { ok: true, text: /\d+\.\d+[\w.+-]*/.exec(line)?.[0] ?? (line.slice(0, 100) || null) } as const;
  }
  const said = (result.error ?? stderrText(result)).trim().slice(-500);
  return { ok: false, message: said || `${args.join(" ")} ended with ${result.terminationReason}` } as const;
}

/** What does not depend on a job: such as switches that keep a program from asking the network as it starts. */
const plain = (env: Record<string, string>): Record<string, string> =>
  Object.fromEntries(Object.entries(env).filter(([, value]) => !value.includes("{")));

/**
 * What lies around the program, never more than one installation: the `node_modules` that it is in, or the Python
 * environment with the interpreter that it was made from; else its own directory.
 */
function neededBy(program: string): string[] {
  const real = realpathSync(program);
  const found = [program, real].flatMap((path) => {
    const at = path.indexOf("/node_modules/");
    if (at >= 0) return [path.slice(0, at + "/node_modules".length)];
    const environment = dirname(dirname(path));
    const settings = join(environment, "pyvenv.cfg");
    if (!existsSync(settings)) return [dirname(path)];
    const home = /^home\s*=\s*(\/.+)$/m.exec(readFileSync(settings, "utf8"))?.[1]?.trim();
    return home === undefined ? [environment] : [environment, dirname(home), dirname(realpathSync(home))];
  });
  return [...new Set(found)].filter((path) => !/^\/(usr|bin|sbin|opt)(\/|$)/.test(path) && path !== "/");
}
