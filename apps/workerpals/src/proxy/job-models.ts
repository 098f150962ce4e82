import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import type { AgentLlmConfig } from "@pushpals/shared/config";
import type { Log } from "@pushpals/shared/log";
import { openModelProxy } from "./open-model-proxy";
import { proxySettings } from "./proxy-settings";
import type { ModelApi, ModelProxy, ModelProxyOptions } from "./types";

/** The model of one job, to be closed with it. */
export interface JobModel extends Omit<ModelProxy, "stop"> {
  /** Absolute path of the unix socket, in a directory that only this user may enter. */
  socketPath: string;
  /** Resolves when the socket is gone. */
  close(): Promise<void>;
}

export type JobModels =
  | {
      ok: true;
      api: ModelApi;
      /** Empty: whichever the agent asks for. */
      model: string;
      open(jobId: string, onUsage: ModelProxyOptions["onUsage"]): Promise<JobModel>;
    }
  | { ok: false; message: string };

/** Opens the model proxies of a worker's jobs, as `workerpals.llm` has it. */
export function jobModels(llm: AgentLlmConfig, env: Record<string, string | undefined>, log: Log): JobModels {
  const read = proxySettings(llm, env);
  if (!read.ok) return read;
  return {
    ok: true,
    api: llm.api,
    model: llm.model,
    open: async (jobId, onUsage) => {
      // Not below the data directory: the path of a socket has at most 107 bytes.
      const dir = await mkdtemp(join(tmpdir(), "pp-model-"));
      const socketPath = join(dir, "s");
      const proxy = await openModelProxy({ ...read.settings, socketPath, onUsage, log: log.child({ jobId }) });
      return {
        socketPath,
        usage: proxy.usage,
        quota: proxy.quota,
        budgetSpent: proxy.budgetSpent,
        close: async () => {
          await proxy.stop();
          await rm(dir, { recursive: true, force: true });
        },
      };
    },
  };
}
