import { mkdir, mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { endMarkedProcesses, minimalEnv, run } from "../process/index";
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
      const scratch = await mkdtemp(join(tmpdir(), "pushpals-run-"));
      const home = join(scratch, "home");
      const tmp = join(scratch, "tmp");
      await Promise.all([mkdir(home), mkdir(tmp)]);
      const result = await run({
        ...options,
        cwd: options.cwd ?? workspace,
        env: { ...minimalEnv({ HOME: home, TMPDIR: tmp }), ...env, [MARK]: scratch },
      });
      await endMarkedProcesses(`${MARK}=${scratch}`);
      await rm(scratch, { recursive: true, force: true });
      return result;
    },
  };
}
