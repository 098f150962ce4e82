import { type Envelope, type EventPayload, type Failure, shortId } from "@pushpals/protocol";
import { count, oneLine, span } from "@pushpals/sdk";

export type StepState = "done" | "active" | "waiting" | "failed" | "stopped";

/** Something that was said or done within a step. */
export interface StepLine {
  key: string;
  kind: "note" | "tool" | "person" | "agent";
  text: string;
  state: "active" | "done" | "failed";
  /** What a tool printed. */
  output: string | null;
}

/** One stretch of a job's way, as its timeline shows it. */
export interface JobStep {
  key: string;
  phase: EventPayload<"task_progress">["step"] | "queue" | "landing" | "approval" | "end";
  title: string;
  state: StepState;
  startedAt: number;
  /** Null while it lasts. */
  endedAt: number | null;
  lines: StepLine[];
  failure: Failure | null;
}

const PHASES: Record<EventPayload<"task_progress">["step"], string> = {
  workspace: "Workspace",
  lane: "Work",
  validation: "Validation",
  commit: "Commit",
  publish: "Branch published",
  choose: "Choice",
  hand_over: "Hand-over",
};

/** The way of a job so far, out of its own events in their order: what it waited for, did, and what came of it. */
export function jobSteps(events: readonly Envelope[]): JobStep[] {
  const story = new Story();
  for (const event of events) story.tell(event);
  return story.steps;
}

class Story {
  readonly steps: JobStep[] = [];

  tell(event: Envelope): void {
    this.#tellWork(event);
    this.#tellLanding(event);
  }

  #tellWork(event: Envelope): void {
    const { ts } = event;
    switch (event.type) {
      case "task_created":
        this.#begin("queue", "In line", "waiting", ts);
        if (event.payload.reworkOf) this.#note(event, `Takes the place of job ${shortId(event.payload.reworkOf)}`);
        return;
      case "job_enqueued":
        if (event.payload.dependsOn.length > 0)
          this.#note(event, `After ${event.payload.dependsOn.map((id) => `job ${shortId(id)}`).join(", ")}`);
        return;
      case "job_claimed": {
        const { workerId, attempt, queueWaitMs } = event.payload;
        this.#note(event, `Taken by ${workerId} after ${span(queueWaitMs)}`);
        this.#end("done", ts);
        this.#begin("workspace", attempt === 1 ? "Workspace" : `Attempt ${attempt}: workspace`, "active", ts);
        return;
      }
      case "task_started":
        this.#note(event, startNote(event.payload));
        return;
      case "task_progress":
        this.#progress(event.payload.step, ts);
        this.#note(event, event.payload.message);
        return;
      case "tool_call":
        this.#line(event.payload.callId, "tool", event.payload.title, "active");
        return;
      case "tool_result":
        this.#settleTool(event.payload);
        return;
      case "message":
        this.#line(event.id, "person", event.payload.text, "done");
        return;
      case "assistant_message":
        if (event.payload.jobId) this.#line(event.id, "agent", event.payload.text, "done");
        return;
      case "job_completed":
        this.#end("done", ts);
        return;
      case "job_cancelled":
        this.#note(event, `Called off by ${event.payload.by}`);
        this.#end("stopped", ts);
        return;
      case "job_failed":
        this.#fail(event.payload.failure, ts);
        if (event.payload.willRetry) this.#begin("queue", "Waits to be tried again", "waiting", ts);
    }
  }

  #tellLanding(event: Envelope): void {
    const { ts } = event;
    switch (event.type) {
      case "completion_enqueued":
        this.#begin("landing", "Landing", "waiting", ts);
        return;
      case "merge_started":
        this.#begin("landing", "Landing", "active", ts);
        if (event.payload.attempt > 1) this.#note(event, `Attempt ${event.payload.attempt}`);
        return;
      case "status":
        if (event.payload.state === "note") this.#note(event, event.payload.text);
        return;
      case "approval_required":
        this.#endChecks();
        this.#begin("approval", "Approval", "waiting", ts);
        this.#note(event, event.payload.reason);
        return;
      case "approved":
      case "denied":
        this.#decide(event.type, event.payload, event.id, ts);
        return;
      case "merge_succeeded":
        this.#begin("landing", "Landing", "active", ts);
        this.#note(event, landingNote(event.payload.landing));
        this.#end("done", ts);
        return;
      case "merge_failed":
        this.#begin("landing", "Landing", "active", ts);
        if (event.payload.reworkJobId) this.#note(event, `Done again as job ${shortId(event.payload.reworkJobId)}`);
        this.#fail(event.payload.failure, ts);
        if (event.payload.willRetry) this.#begin("landing", "Waits to be landed again", "waiting", ts);
    }
  }

  /** The step that lasts, if one does. */
  #open(): JobStep | undefined {
    const last = this.steps.at(-1);
    return last?.endedAt === null ? last : undefined;
  }

  /** Goes on with the step that lasts when it is of this phase, else ends it well and begins a new one. */
  #begin(phase: JobStep["phase"], title: string, state: StepState, ts: number): void {
    const open = this.#open();
    if (open?.phase === phase) {
      open.state = state;
      return;
    }
    this.#end("done", ts);
    const key = `${this.steps.length}:${phase}`;
    this.steps.push({ key, phase, title, state, startedAt: ts, endedAt: null, lines: [], failure: null });
  }

  #progress(step: EventPayload<"task_progress">["step"], ts: number): void {
    this.#begin(step, PHASES[step], "active", ts);
  }

  #end(state: StepState, ts: number): void {
    const open = this.#open();
    if (!open) return;
    open.state = state;
    open.endedAt = ts;
    for (const line of open.lines) if (line.state === "active") line.state = state === "done" ? "done" : "failed";
  }

  /** A landing that waits for a person has only been tried out so far. */
  #endChecks(): void {
    const open = this.#open();
    if (open?.phase === "landing") open.title = "Tried for landing";
  }

  #fail(failure: Failure, ts: number): void {
    if (!this.#open()) this.#begin("end", "End", "active", ts);
    const open = this.#open();
    if (open) open.failure = failure;
    this.#end("failed", ts);
  }

  #decide(type: "approved" | "denied", { by, note }: EventPayload<"approved">, id: string, ts: number): void {
    if (this.#open()?.phase !== "approval") return;
    this.#line(
      id,
      "person",
      `${type === "approved" ? "Approved" : "Denied"} by ${by}${note ? `: ${note}` : ""}`,
      "done",
    );
    this.#end(type === "approved" ? "done" : "stopped", ts);
  }

  #note(event: Envelope, text: string): void {
    if (text.trim() !== "") this.#line(event.id, "note", text, "done");
  }

  #line(key: string, kind: StepLine["kind"], text: string, state: StepLine["state"]): void {
    this.steps.at(-1)?.lines.push({ key, kind, text, state, output: null });
  }

  #settleTool({ callId, status, output }: EventPayload<"tool_result">): void {
    const line = this.steps.findLast((step) => step.lines.some((one) => one.key === callId))?.lines;
    const call = line?.find((one) => one.key === callId);
    if (!call) return;
    call.state = status === "completed" ? "done" : "failed";
    call.output = output?.trimEnd() || null;
  }
}

function startNote({ workerId, sandbox, baseSha }: EventPayload<"task_started">): string {
  const contained = ["none", "refused"].includes(sandbox) ? "no sandbox" : `${sandbox} sandbox`;
  return `${workerId}, ${contained}${baseSha ? `, from ${baseSha.slice(0, 9)}` : ""}`;
}

function landingNote(landing: EventPayload<"merge_succeeded">["landing"]): string {
  const where = `${landing.branch} at ${landing.commitSha.slice(0, 9)}`;
  const proven = landing.remote === null ? "in the local repository" : `seen on ${landing.remote}`;
  const checked = landing.checks === "passed" ? "checks passed" : "ungated: no checks are configured";
  return `${where}, ${proven}, ${checked}${landing.alreadyLanded ? ", it was there already" : ""}`;
}

/** A step in few words, for a closed row and for a screen reader. */
export function stepOutcome(step: JobStep, now: number): string {
  const lasted = span(Math.max(0, (step.endedAt ?? now) - step.startedAt));
  const tools = step.lines.filter((line) => line.kind === "tool").length;
  const last = step.lines.findLast((line) => line.kind === "note")?.text;
  const told = tools > 0 ? count(tools, "action") : last === undefined ? null : oneLine(last, 140);
  return told === null ? lasted : `${told} · ${lasted}`;
}
