import type { RequestRow } from "@pushpals/protocol";
import type { StateWords } from "@pushpals/sdk";

const OUTCOMES: Record<Exclude<RequestRow["outcome"], "open">, StateWords> = {
  answered: { text: "answered", tone: "good" },
  landed: { text: "landed", tone: "good" },
  completed: { text: "completed", tone: "good" },
  failed: { text: "failed", tone: "bad" },
  cancelled: { text: "cancelled", tone: "quiet" },
  mixed: { text: "partly done", tone: "attention" },
};

/** How it stands with a request and all that came of it. */
export function requestState(request: Pick<RequestRow, "status" | "outcome" | "cancelRequested" | "jobs">): StateWords {
  if (request.outcome !== "open") return OUTCOMES[request.outcome];
  if (request.cancelRequested) return { text: "stopping", tone: "busy" };
  if (request.status === "pending") return { text: "waits", tone: "quiet" };
  if (request.status === "blocked") return { text: "tried again later", tone: "quiet" };
  if (request.status === "claimed") return { text: "planning", tone: "busy" };
  const landing = request.jobs.some((job) => job.landing === "waiting");
  return { text: landing ? "to be landed" : "at work", tone: "busy" };
}
