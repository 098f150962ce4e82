import { existsSync } from "node:fs";
import {
  ENGINE_VARIABLES,
  minimalEnv,
  type RunOptions,
  type RunResult,
  run,
  stderrText,
  stdoutText,
} from "../../process/index";

const ASK_LIMIT_MS = 20_000;

/** A container engine that answers. */
export interface Engine {
  name: "docker" | "podman";
  /** Its program with what goes before every command. */
  program: readonly [string, ...string[]];
  version: string;
  /** Runs as a plain user: root inside is that user. */
  rootless: boolean;
  /** The environment of its program. */
  env: Record<string, string>;
}

export type FoundEngine = { ok: true; engine: Engine } | { ok: false; message: string };

/** The engine that the configuration names, or the first that answers, Docker before Podman. */
export async function findEngine(choice: "auto" | Engine["name"]): Promise<FoundEngine> {
  const names = choice === "auto" ? (["docker", "podman"] as const) : ([choice] as const);
  const problems: string[] = [];
  for (const name of names) {
    const found = await askEngine(name);
    if (found.ok) return found;
    problems.push(found.message);
  }
  return { ok: false, message: problems.join(" ") };
}

/** Runs a command of the engine. */
export const callEngine = (
  engine: Engine,
  args: readonly string[],
  options: Partial<RunOptions> = {},
): Promise<RunResult> =>
  run({ timeoutMs: ASK_LIMIT_MS, ...options, command: [...engine.program, ...args], cwd: "/", env: engine.env });

/** What an engine said when it failed, in one line. */
export const engineWords = (result: RunResult): string =>
  (result.error ?? stderrText(result)).trim().split("\n").at(-1)?.slice(0, 500) ||
  `ended with ${result.terminationReason}`;

async function askEngine(name: Engine["name"]): Promise<FoundEngine> {
  const path = Bun.which(name, { PATH: process.env["PATH"] ?? "" });
  if (path === null) return { ok: false, message: `The program ${name} was not found.` };
  const engine: Engine = { name, program: programOf(name, path), version: "", rootless: false, env: engineEnv() };
  const format =
    name === "docker" ? "{{.ServerVersion}} {{.SecurityOptions}}" : "{{.Version.Version}} {{.Host.Security.Rootless}}";
  const asked = await callEngine(engine, ["info", "--format", format]);
  const [version, ...more] = stdoutText(asked).trim().split(" ");
  if (asked.exitCode !== 0 || !version)
    return { ok: false, message: `${name} does not answer: ${engineWords(asked)}.` };
  return { ok: true, engine: { ...engine, version, rootless: /true|rootless/.test(more.join(" ")) } };
}

/** Without systemd Podman cannot have it manage its groups, and says so only when a container starts. */
const programOf = (name: Engine["name"], path: string): [string, ...string[]] =>
  name === "podman" && process.platform === "linux" && !isSystemd() ? [path, "--cgroup-manager=cgroupfs"] : [path];

const isSystemd = (): boolean => existsSync("/run/systemd/system");

function engineEnv(): Record<string, string> {
  const taken = Object.entries(process.env).flatMap(([name, value]) =>
    value !== undefined && ENGINE_VARIABLES.test(name) ? [[name, value]] : [],
  );
  return minimalEnv(Object.fromEntries(taken));
}
