import { randomUUID } from "node:crypto";
import { chmod } from "node:fs/promises";
import { type RunResult, run, startTalk, stdoutText, talkNotStarted } from "../../process/index";
import { doorInside, MODEL_SOCKET_INSIDE, withForwarder } from "../model-door";
import type { Sandbox, SandboxedRun, SandboxedSpawn } from "../types";
import { watchDisk } from "../watch-disk";
import { type ContainerOptions, containerArguments } from "./container-arguments";
import { callEngine } from "./engine";
import { fileOwner } from "./file-owner";
import { removeLeftContainers } from "./owner";

/** What engines answer when they themselves could not start the container. */
const NOT_STARTED = 125;

/**
 * Tier `container`: Docker or Podman. Each run, and each child that is talked to, is a container of its own, dead and
 * removed when it is over.
 */
export function containerSandbox(options: ContainerOptions): Sandbox {
  const { engine, image, user } = options;
  const owner = fileOwner(user);
  return {
    tier: "container",
    describe: () =>
      `container (${engine.name} ${engine.version}${engine.rootless ? ", rootless" : ""}, ${image.name}): no network, no ` +
      "secrets, no capability, a read-only system, private /tmp and HOME, one writable workspace, limits on memory, " +
      "processors, processes, time, file size and disk.",
    run: async (asked) => {
      const used = [asked.workspace];
      const given = await owner.give(used);
      if (given !== null) return notStarted(given);
      const container = startContainer(options, used);
      const result = await run({
        ...asked,
        command: commandOf(options, container.name, asked),
        cwd: "/",
        env: engine.env,
      });
      const why = await container.end(result.exitCode);
      const back = await owner.take(used);
      return back === null ? toldResult(result, why, asked) : notStarted(back);
    },
    spawn: async (asked) => {
      const used = [asked.workspace, ...(asked.home === undefined ? [] : [asked.home])];
      const given = await owner.give(used);
      if (given !== null) return talkNotStarted("spawn_failed", given);
      const container = startContainer(options, used);
      const command = commandOf(options, container.name, asked);
      const talk = startTalk({ ...asked, command, cwd: "/", env: engine.env });
      const ended = talk.ended.then(async (end) => {
        // Also of one that ended in order: the kernel may have ended only a part of what it ran.
        const why = await container.end(null);
        const back = await owner.take(used);
        if (why !== null) asked.onErrorLine?.(why);
        const error = why ?? back;
        return error === null ? end : { ...end, error };
      });
      return { ...talk, ended, kill: () => talk.kill().then(() => ended) };
    },
    modelDoor: async (socket) => {
      // It lies in a directory that only the caller may enter, so the user inside alone gets at it, by its mount.
      if (user.isStranger) await chmod(socket, 0o666);
      return doorInside(socket);
    },
    endLeft: () => removeLeftContainers(engine),
  };
}

function commandOf(
  options: ContainerOptions,
  name: string,
  asked: Pick<SandboxedRun, "workspace" | "cwd" | "env" | "readOnly" | "command"> &
    Pick<SandboxedSpawn, "home" | "model">,
): [string, ...string[]] {
  const { workspace, cwd, env, readOnly, command, home, model } = asked;
  const args = containerArguments(options, {
    name,
    workspace,
    cwd: cwd ?? workspace,
    env: env ?? {},
    readOnly: readOnly ?? [],
    home,
    socket: model && { outside: model.socket, inside: MODEL_SOCKET_INSIDE },
  });
  const inside = model ? withForwarder(options.toolchains.executable, command) : command;
  return [...options.engine.program, ...args, options.image.name, ...inside];
}

/** A name for a container, the watch over what it adds to directories, and its end. */
function startContainer(options: ContainerOptions, writable: readonly string[]) {
  const { engine, config } = options;
  const name = `pushpals-${randomUUID()}`;
  const disk = watchDisk(writable, config.disk_mb ?? 0, () => void callEngine(engine, ["kill", name]));
  return {
    name,
    /** Kills and removes the container, whatever state it is in. The answer is which limit has ended it, if one has. */
    end: async (exitCode: number | null): Promise<string | null> => {
      disk.stop();
      const limit = (await endContainer(options, name, exitCode)) ?? disk.exceeded();
      return limit === null ? null : `sandbox: ended, since ${limit}`;
    },
  };
}

async function endContainer({ engine, config }: ContainerOptions, name: string, exitCode: number | null) {
  const asked = exitCode === 0 ? null : await callEngine(engine, ["inspect", "--format", "{{.State.OOMKilled}}", name]);
  await callEngine(engine, ["rm", "--force", "--volumes", name]);
  const isOutOfMemory = asked !== null && stdoutText(asked).trim() === "true";
  return isOutOfMemory ? `it used more than ${config.memory_mb} MiB` : null;
}

/** The result as that of the command, with a word about the limit that has ended it, or about the engine. */
function toldResult(result: RunResult, why: string | null, { onLine }: SandboxedRun): RunResult {
  if (why !== null) {
    onLine?.("stderr", why);
    const stderr = Buffer.concat([result.stderr, Buffer.from(`${why}\n`)]);
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
