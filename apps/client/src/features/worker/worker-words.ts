import type { WorkerRow } from "@pushpals/protocol";
import type { StateWords } from "@pushpals/sdk";

/** How it stands with a member of the team. */
export function workerState(worker: WorkerRow): StateWords {
  if (!worker.online)
    return worker.status === "stopped" ? { text: "stopped", tone: "quiet" } : { text: "offline", tone: "bad" };
  if (worker.reason !== undefined) return { text: "takes nothing", tone: "attention" };
  if (worker.status === "busy") return { text: "at work", tone: "busy" };
  if (worker.status === "idle") return { text: "ready", tone: "good" };
  return { text: worker.status, tone: "quiet" };
}

/** In what it contains the commands of jobs; empty for who runs none. */
export function sandboxWords({ sandbox }: Pick<WorkerRow, "sandbox">): string {
  if (sandbox === null) return "";
  if (sandbox === "refused") return "no sandbox: commands are refused";
  return sandbox === "none" ? "no sandbox (unsafe)" : `${sandbox} sandbox`;
}
