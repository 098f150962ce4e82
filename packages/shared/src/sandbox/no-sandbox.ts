import { mkdir, mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { type Ancestor, endMarkedProcesses, minimalEnv, run, startTalk } from "../process/index";
import { doorOnHost } from "./model-door";
import type { Sandbox } from "./types";

const MARK = "PUSHPALS_RUN";

/**
 * Tier `none`: a clean environment and a HOME of its own per run, and nothing else. Must be chosen by name.
 * What a command leaves behind is ended after it, as far as it can be told by its environment.
 */
export function noSandbox(): Sandbox {
  return {
    tier: "none",
    describe: () =>
      "none: commands of jobs run as this user, with the network and every file of this machine in reach. Unsafe; for trusted work only.",
    run: async ({ workspace, env, readOnly: _readOnly, network: _network, ...options }) => {
      const scratch = await openScratch();
      let pid = 0;
      const result = await run({
        ...options,
        cwd: options.cwd ?? workspace,
        env: { ...minimalEnv(scratch.env), ...env, ...scratch.mark },
        onStart: (started) => {
          pid = started;
          options.onStart?.(started);
        },
      });
      await scratch.clear({ pid, ageMs: result.durationMs });
      return result;
    },
    spawn: async ({ workspace, env, home, readOnly: _readOnly, model: _model, ...options }) => {
      const scratch = await openScratch();
      const talk = startTalk({
        ...options,
        cwd: options.cwd ?? workspace,
        env: { ...minimalEnv(scratch.env), ...(home === undefined ? {} : { HOME: home }), ...env, ...scratch.mark },
      });
      const ended = talk.ended.then(async (end) => {
        await scratch.clear();
        return end;
      });
      return { ...talk, ended, kill: () => talk.kill().then(() => ended) };
    },
    modelDoor: doorOnHost,
    // Told apart by the workspace only, by whoever has run them.
    endLeft: async () => 0,
  };
}

/** Folders of one child, the mark that all it starts carries, and the end of both. */
async function openScratch() {
  const root = await mkdtemp(join(tmpdir(), "pushpals-run-"));
  const env = { HOME: join(root, "home"), TMPDIR: join(root, "tmp") };
  await Promise.all([mkdir(env.HOME), mkdir(env.TMPDIR)]);
  return {
    env,
    mark: { [MARK]: root },
    clear: async (ancestor?: Ancestor) => {
      await endMarkedProcesses(`${MARK}=${root}`, ancestor);
      await rm(root, { recursive: true, force: true });
    },
  };
}
