import { type MessageEventType, shortId } from "@pushpals/protocol";
import { isOver, jobKey, requestKey } from "../row";
import type { Folds } from "./fold";
import { addStep } from "./job";
import { endRequest } from "./request";

export const messageFolds: Folds<MessageEventType> = {
  message: (draft, { id, ts, payload }, cursor) =>
    draft.add({
      kind: "message",
      key: id,
      at: ts,
      cursor,
      text: payload.text,
      device: payload.device ?? null,
      jobId: payload.jobId ?? null,
    }),
  assistant_message: (draft, { id, ts, payload }, cursor) => {
    const { text, requestId = null, jobId = null, rule = null } = payload;
    draft.add({ kind: "reply", key: id, at: ts, cursor, text, requestId, jobId, rule });
    // What was being written is this message now.
    const key = jobId === null ? requestId && requestKey(requestId) : jobKey(jobId);
    const live = key ? draft.live(key) : undefined;
    if (key && live) draft.setLive(key, { ...live, text: "" });
  },
  status: (draft, { id, ts, payload }, cursor) => {
    if (payload.state === "request_ended") return endRequest(draft, payload, ts);
    const { text, jobId = null } = payload;
    const job = jobId === null ? undefined : draft.find("job", jobKey(jobId));
    if (job && !isOver(job)) return addStep(draft, job, { kind: "note", key: id, at: ts, jobId: job.jobId, text });
    const object = jobId === null ? "" : `job ${shortId(jobId)}`;
    draft.add({
      kind: "note",
      key: id,
      at: ts,
      cursor,
      tone: "plain",
      verb: "Note",
      object,
      outcome: "",
      text,
      url: null,
      jobId,
    });
  },
  error: (draft, { id, ts, payload }, cursor) =>
    draft.add({
      kind: "note",
      key: id,
      at: ts,
      cursor,
      tone: "bad",
      verb: "Error",
      object: payload.code,
      outcome: "",
      text: payload.message,
      url: null,
      jobId: null,
    }),
};
