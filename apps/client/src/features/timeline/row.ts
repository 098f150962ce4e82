import type { DiffSummary, EventPayload, Failure, Landing, Lane, Priority } from "@pushpals/protocol";

interface Placed {
  /** Stable for as long as the row exists; the list renders by it. */
  readonly key: string;
  /** When its first event happened, milliseconds since the epoch. */
  readonly at: number;
  /** The cursor of its first event: rows stand in this order. */
  readonly cursor: number;
}

/** What a person wrote. */
export interface MessageRow extends Placed {
  readonly kind: "message";
  readonly text: string;
  /** The paired device it came from; null for one without a name. */
  readonly device: string | null;
  /** The job it was said to. */
  readonly jobId: string | null;
}

/** What the team says: an answer, the word at the end of a request, or a question of a job. */
export interface ReplyRow extends Placed {
  readonly kind: "reply";
  readonly text: string;
  readonly requestId: string | null;
  readonly jobId: string | null;
  /** The rule of LocalBuddy that answered. */
  readonly rule: string | null;
}

export type Plan = Omit<EventPayload<"plan_created">, "requestId">;
export type RequestOutcome = Extract<EventPayload<"status">, { state: "request_ended" }>["outcome"];

/** One request, from its place in line to the end of all that came of it. */
export interface RequestRow extends Placed {
  readonly kind: "request";
  readonly requestId: string;
  readonly prompt: string;
  readonly state: "queued" | "planning" | "under_way" | "ended";
  readonly priority: Priority;
  /** As told when it was queued or moved; what is true now is asked of the server. */
  readonly queuePosition: number;
  readonly etaMs: number;
  readonly changedBy: string | null;
  readonly plan: Plan | null;
  readonly jobs: readonly string[];
  /** Set once it has ended. */
  readonly outcome: RequestOutcome | null;
  readonly failure: Failure | null;
  readonly endedAt: number | null;
}

export type JobState = "waiting" | "running" | "landing" | "landed" | "completed" | "failed" | "cancelled";

/** One job: what it did, folded once it is over. */
export interface JobRow extends Placed {
  readonly kind: "job";
  readonly jobId: string;
  readonly requestId: string | null;
  readonly title: string;
  readonly state: JobState;
  readonly lane: Lane | null;
  readonly workerId: string | null;
  readonly sandbox: string | null;
  readonly attempt: number;
  readonly waitsFor: readonly string[];
  readonly steps: readonly Step[];
  readonly toolCalls: number;
  readonly startedAt: number | null;
  /** When its worker was done; null while it waits or runs. */
  readonly workedUntil: number | null;
  /** The last durable event of it: silence is counted from here. */
  readonly lastAt: number;
  readonly summary: string | null;
  readonly diff: DiffSummary | null;
  readonly branch: string | null;
  readonly landing: Landing | null;
  /** Why it, or its landing, failed; also while it is going to be tried again. */
  readonly failure: Failure | null;
  readonly cancelledBy: string | null;
  /** A person is asked about it. */
  readonly isAsked: boolean;
  /** The job that does the same again on the new state, and the one that this one does again. */
  readonly reworkJobId: string | null;
  readonly reworkOf: string | null;
}

interface StepFields {
  readonly key: string;
  readonly at: number;
  readonly jobId: string;
}

/** A tool that an agent, or the script of the deterministic lane, used. */
export interface ToolStep extends StepFields {
  readonly kind: "tool";
  readonly tool: string;
  readonly title: string;
  readonly state: "running" | "completed" | "failed";
  readonly endedAt: number | null;
  readonly output: string | null;
}

/** A stage of the job's way: its last word. */
export interface StageStep extends StepFields {
  readonly kind: "stage";
  readonly stage: EventPayload<"task_progress">["step"];
  readonly message: string;
  readonly share: number | null;
}

/** A failure on the way, after which it is tried again. */
export interface TroubleStep extends StepFields {
  readonly kind: "trouble";
  readonly failure: Failure;
  readonly of: "job" | "landing";
}

/** What an attempt took of a model. */
export interface UseStep extends StepFields {
  readonly kind: "use";
  readonly model: string;
  readonly calls: number;
  readonly tokens: number;
  readonly costUsd: number | null;
}

/** A word on the way, such as that its checks are running. */
export interface NoteStep extends StepFields {
  readonly kind: "note";
  readonly text: string;
}

export type Step = ToolStep | StageStep | TroubleStep | UseStep | NoteStep;

export interface ApprovalRow extends Placed {
  readonly kind: "approval";
  readonly approvalId: string;
  readonly about: EventPayload<"approval_required">["kind"];
  readonly reason: string;
  readonly diffSha: string;
  readonly expiresAt: number;
  readonly jobId: string | null;
  readonly state: "pending" | "approved" | "denied";
  readonly by: string | null;
  readonly note: string | null;
  readonly decidedAt: number | null;
}

/** An event that stands for itself. */
export interface NoteRow extends Placed {
  readonly kind: "note";
  readonly tone: "plain" | "good" | "bad" | "attention";
  readonly verb: string;
  readonly object: string;
  readonly outcome: string;
  readonly text: string;
  readonly url: string | null;
  readonly jobId: string | null;
}

/** Events that the server does not have any more, or never sent: said, not glossed over. */
export interface GapRow extends Placed {
  readonly kind: "gap";
  readonly missing: number;
}

export type Row = MessageRow | ReplyRow | RequestRow | JobRow | ApprovalRow | NoteRow | GapRow;

/** Everything about a row that may change. */
export type Change<R extends Row> = Partial<Omit<R, "kind" | "key" | "at" | "cursor">>;

export const requestKey = (id: string): string => `request:${id}`;
export const jobKey = (id: string): string => `job:${id}`;
export const approvalKey = (id: string): string => `approval:${id}`;

/** Whether nothing more is expected of a job. */
export const isOver = ({ state }: JobRow): boolean =>
  state === "landed" || state === "completed" || state === "failed" || state === "cancelled";
