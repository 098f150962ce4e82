import type { EventPayload, RequestEventType } from "@pushpals/protocol";
import type { Draft } from "../draft";
import { type Change, type RequestRow, requestKey } from "../row";
import type { Folds } from "./fold";

export type RequestEnded = Extract<EventPayload<"status">, { state: "request_ended" }>;

export const requestFolds: Folds<RequestEventType> = {
  request_enqueued: (draft, { ts, payload }, cursor) => {
    const { requestId, promptPreview: prompt, priority, queuePosition, etaMs } = payload;
    const again = {
      prompt,
      priority,
      queuePosition,
      etaMs,
      state: "queued",
      endedAt: null,
      outcome: null,
      failure: null,
    } as const;
    const known = draft.find("request", requestKey(requestId));
    if (known) draft.change<RequestRow>(known, again);
    else draft.add({ ...NEW, ...again, kind: "request", key: requestKey(requestId), at: ts, cursor, requestId });
    draft.setOpen(requestKey(requestId), true);
  },
  request_claimed: (draft, { payload }) => change(draft, payload.requestId, { state: "planning" }),
  request_edited: (draft, { payload: { requestId, promptPreview, by } }) =>
    change(draft, requestId, { prompt: promptPreview, changedBy: by }),
  request_moved: (draft, { payload: { requestId, priority, queuePosition, by } }) =>
    change(draft, requestId, { priority, queuePosition, changedBy: by }),
  request_completed: (draft, { payload }) =>
    change(draft, payload.requestId, { state: "under_way", jobs: payload.jobIds }),
  request_failed: (draft, { ts, payload }) => {
    change(draft, payload.requestId, { state: "ended", outcome: "failed", failure: payload.failure, endedAt: ts });
    close(draft, payload.requestId);
  },
  plan_created: (draft, { payload: { requestId, ...plan } }) => change(draft, requestId, { plan }),
};

/** All that came of a request is over. */
export function endRequest(draft: Draft, { requestId, outcome, jobs }: RequestEnded, at: number): void {
  const jobIds = jobs.length > 0 ? { jobs: jobs.map(({ jobId }) => jobId) } : {};
  change(draft, requestId, { state: "ended", outcome, endedAt: at, ...jobIds });
  close(draft, requestId);
}

const NEW = { changedBy: null, plan: null, jobs: [] } as const;

function change(draft: Draft, requestId: string, to: Change<RequestRow>): void {
  const row = draft.find("request", requestKey(requestId));
  if (row) draft.change<RequestRow>(row, to);
}

function close(draft: Draft, requestId: string): void {
  draft.setOpen(requestKey(requestId), false);
  draft.setLive(requestKey(requestId), null);
}
