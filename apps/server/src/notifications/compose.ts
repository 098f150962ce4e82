import type { EventPayload, NotificationKind } from "@pushpals/protocol";
import { jobFields } from "../jobs/job-item";
import { itemById } from "../queue/find-item";
import { failureOf } from "../queue/item-view";
import type { Reader } from "../store/store";

/** A notification before it has an id. */
export interface Notice {
  kind: NotificationKind;
  /** What happened, in a word or two. */
  verb: string;
  /** What it is about. */
  subject: string;
  body: string;
  link: string;
  sessionId: string | null;
  requestId?: string | undefined;
  jobId?: string | undefined;
  approvalId?: string | undefined;
  /** For one device only. */
  deviceId?: string;
}

type Ended = Extract<EventPayload<"status">, { state: "request_ended" }>;

const VERBS: Record<Ended["outcome"], { kind: NotificationKind; verb: string } | null> = {
  answered: { kind: "done", verb: "Answered" },
  landed: { kind: "done", verb: "Landed" },
  completed: { kind: "done", verb: "Done" },
  failed: { kind: "failed", verb: "Failed" },
  mixed: { kind: "failed", verb: "Partly done" },
  // Whoever cancelled it knows.
  cancelled: null,
};

const chat = (sessionId: string): string => `/chats/${encodeURIComponent(sessionId)}`;

/** The end of all that came of a request; null when nobody has to be told. */
export async function noticeOfEnd(reader: Reader, sessionId: string, ended: Ended): Promise<Notice | null> {
  const told = VERBS[ended.outcome];
  if (!told) return null;
  const request = await itemById(reader, "requests", ended.requestId);
  const failed = ended.jobs.filter((job) => job.outcome === "failed");
  const [only] = failed;
  return {
    ...told,
    subject: request?.title ?? "",
    body: only ? await reasonOf(reader, only.jobId) : (failureOf(request?.failure ?? null)?.message ?? ""),
    link: only && failed.length === 1 ? `/jobs/${only.jobId}` : chat(sessionId),
    sessionId,
    requestId: ended.requestId,
    jobId: failed.length === 1 ? only?.jobId : undefined,
  };
}

async function reasonOf(reader: Reader, jobId: string): Promise<string> {
  const job = await itemById(reader, "jobs", jobId);
  if (!job) return "";
  const { landing_failure: landing } = await jobFields(reader, job.seq);
  return (failureOf(job.failure) ?? failureOf(landing))?.message ?? "";
}

export function noticeOfApproval(sessionId: string, asked: EventPayload<"approval_required">): Notice {
  const { approvalId, requestId, jobId, reason, kind } = asked;
  const what = { landing: "Land a change", command: "Run a command", permission: "Give a permission" }[kind];
  return {
    kind: "approval",
    verb: "Approval needed",
    subject: what,
    body: reason,
    link: chat(sessionId),
    sessionId,
    requestId,
    jobId,
    approvalId,
  };
}

/** Null for what a job says without asking anything. */
export async function noticeOfQuestion(
  reader: Reader,
  sessionId: string,
  jobId: string,
  text: string,
): Promise<Notice | null> {
  const job = await itemById(reader, "jobs", jobId);
  if (!job || (await jobFields(reader, job.seq)).question !== text) return null;
  return {
    kind: "question",
    verb: "A question",
    subject: job.title,
    body: text,
    link: chat(sessionId),
    sessionId,
    requestId: job.request_id ?? undefined,
    jobId,
  };
}
