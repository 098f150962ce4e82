import { randomUUID } from "node:crypto";
import { type RunResult, run, stdoutText, talkNotStarted } from "../../process/index";
import type { Sandbox, SandboxedRun } from "../types";
import { watchDisk } from "../watch-disk";
import { type ContainerOptions, containerArguments } from "./container-arguments";
import { callEngine } from "./engine";
import { handFiles } from "./hand-files";

/** What engines answer when they themselves could not start the container. */
const NOT_STARTED = 125;

/** What has to be asked of the tier before an agent is started in it. */
const NO_AGENTS = "Agents do not run in containers yet; they do in the tier `process`.";

/** Tier `container`: Docker or Podman. Each run is a container of its own, dead and removed when the run is over. */
export function containerSandbox(options: ContainerOptions): Sandbox {
  const { engine, image, config } = options;
  return {
    tier: "container",
    describe: () =>
      `container (${engine.name} ${engine.version}${engine.rootless ? ", rootless" : ""}, ${image.name}): no network, no ` +
      "secrets, no capability, a read-only system, private /tmp and HOME, one writable workspace, limits on memory, " +
      "processors, processes, time, file size and disk.",
    run: async (asked) => {
      const name = `pushpals-${randomUUID()}`;
      const given = await giveFiles(options, [asked.workspace]);
      if (given !== null) return notStarted(given);
      const kill = () => void callEngine(engine, ["kill", name]);
      const disk = watchDisk(asked.workspace, config.disk_mb ?? 0, kill);
      const result = await run({
        ...asked,
        command: commandOf(options, name, asked),
        cwd: "/",
        env: engine.env,
      });
      disk.stop();
      const why = (await endContainer(options, name, result.exitCode)) ?? disk.exceeded();
      const back = await takeFiles(options, [asked.workspace]);
      return back === null ? toldResult(result, why, asked) : notStarted(back);
    },
    spawn: async () => talkNotStarted("spawn_failed", NO_AGENTS),
    modelDoor: () => Promise.reject(new Error(NO_AGENTS)),
  };
}

function commandOf(options: ContainerOptions, name: string, asked: SandboxedRun): [string, ...string[]] {
  const { workspace, cwd, env, readOnly, command } = asked;
  const args = containerArguments(options, {
    name,
    workspace,
    cwd: cwd ?? workspace,
    env: env ?? {},
    readOnly: readOnly ?? [],
  });
  return [...options.engine.program, ...args, options.image.name, ...command];
}

/** Kills and removes the container, whatever state it is in. The answer is which limit of memory has ended it, if one has. */
async function endContainer({ engine, config }: ContainerOptions, name: string, exitCode: number | null) {
  const asked = exitCode === 0 ? null : await callEngine(engine, ["inspect", "--format", "{{.State.OOMKilled}}", name]);
  await callEngine(engine, ["rm", "--force", "--volumes", name]);
  const isOutOfMemory = asked !== null && stdoutText(asked).trim() === "true";
  return isOutOfMemory ? `it used more than ${config.memory_mb} MiB` : null;
}

const giveFiles = async ({ user }: ContainerOptions, paths: string[]): Promise<string | null> =>
  user.isStranger ? handFiles(paths, user.uid, user.gid) : null;

const takeFiles = async ({ user }: ContainerOptions, paths: string[]): Promise<string | null> =>
  user.isStranger ? handFiles(paths, process.getuid?.() ?? 0, process.getgid?.() ?? 0) : null;

/** The result as that of the command, with a word about the limit that has ended it, or about the engine. */
function toldResult(result: RunResult, why: string | null, { onLine }: SandboxedRun): RunResult {
  if (why !== null) {
    const line = `sandbox: ended, since ${why}`;
    onLine?.("stderr", line);
    const stderr = Buffer.concat([result.stderr, Buffer.from(`${line}\n`)]);
    return { ...result, exitCode: null, signal: "SIGKILL", terminationReason: "signal", stderr };
  }
  if (result.exitCode !== NOT_STARTED || result.terminationReason !== "exited") return result;
  const said = new TextDecoder().decode(result.stderr).trim().slice(-1_000);
  return {
    ...result,
    exitCode: null,
    terminationReason: "spawn_failed",
    error: `the container did not start: ${said}`,
  };
}

function notStarted(error: string): RunResult {
  return {
    exitCode: null,
    signal: null,
    terminationReason: "spawn_failed",
    durationMs: 0,
    stdout: new Uint8Array(),
    stderr: new Uint8Array(),
    outputTruncated: false,
    outputSha256: new Bun.CryptoHasher("sha256").digest("hex"),
    error,
  };
}
