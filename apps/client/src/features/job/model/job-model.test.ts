import { describe, expect, test } from "bun:test";
import {
  type Envelope,
  EVENTS,
  type EventPayload,
  type EventType,
  PROTOCOL_VERSION,
  type Receipt,
} from "@pushpals/protocol";
import { costOf, dollars, tokens } from "@pushpals/sdk";
import { receiptGroups } from "./receipts";
import { jobSteps, stepOutcome } from "./steps";

const JOB = "019abc00-0000-7000-8000-0000bbbb2222";
const OTHER = "019abc00-0000-7000-8000-0000dddd4444";
const COMPLETION = "019abc00-0000-7000-8000-0000cccc3333";
const SHA = "1234567890abcdef1234567890abcdef12345678";
let clock = 0;

function event<T extends EventType>(type: T, payload: EventPayload<T>): Envelope {
  clock += 1_000;
  const id = `019abc00-0000-7000-8000-${clock.toString(16).padStart(12, "0")}`;
  const fields = { protocolVersion: PROTOCOL_VERSION, id, ts: clock, sessionId: "dev" };
  return { ...fields, type, payload: EVENTS[type].parse(payload) } as Envelope;
}

const progress = (step: EventPayload<"task_progress">["step"], message: string) =>
  event("task_progress", { jobId: JOB, step, message });
const begun = () => [
  event("task_created", { jobId: JOB, taskId: "t", title: "Raise the price" }),
  event("job_claimed", { jobId: JOB, workerId: "workerpal-1", attempt: 1, queueWaitMs: 4 }),
  event("task_started", { jobId: JOB, workerId: "workerpal-1", sandbox: "process", baseSha: SHA }),
  progress("lane", "Working"),
  event("tool_call", { jobId: JOB, callId: "1", tool: "replace", title: "replace a by b" }),
  event("tool_result", { jobId: JOB, callId: "1", status: "completed", output: "1 replacement\n" }),
];
const completed = () =>
  event("job_completed", { jobId: JOB, workerId: "workerpal-1", summary: "Done", runtimeMs: 5_000 });
const ofCompletion = { completionId: COMPLETION, jobId: JOB };
const brief = (events: Envelope[]) => jobSteps(events).map(({ title, state }) => `${title}: ${state}`);

describe("the way of a job", () => {
  test("shows what is going on while it goes on", () => {
    const steps = jobSteps(begun());
    expect(steps.map(({ title, state }) => `${title}: ${state}`)).toEqual([
      "In line: done",
      "Workspace: done",
      "Work: active",
    ]);
    expect(steps[2]?.lines.map(({ kind, text, state, output }) => ({ kind, text, state, output }))).toEqual([
      { kind: "note", text: "Working", state: "done", output: null },
      { kind: "tool", text: "replace a by b", state: "done", output: "1 replacement" },
    ]);
    expect(stepOutcome(steps[2] as never, (steps[2]?.startedAt ?? 0) + 2_500)).toBe("1 action · 2.5 s");
    expect(steps[1]?.lines[0]?.text).toBe("workerpal-1, process sandbox, from 123456789");
  });

  test("to its landing, with the approval on the way", () => {
    const approvalId = OTHER;
    const asked = [
      ...begun(),
      progress("commit", "Committed"),
      completed(),
      event("completion_enqueued", { ...ofCompletion, branch: "agent/w/1", commitSha: SHA, queuePosition: 1 }),
      event("merge_started", { ...ofCompletion, pusherId: "scm-1", attempt: 1 }),
      event("approval_required", {
        approvalId,
        kind: "landing",
        reason: "Touches a manifest.",
        diffSha: "0".repeat(64),
        expiresAt: 9,
        jobId: JOB,
      }),
    ];
    expect(brief(asked).slice(-2)).toEqual(["Tried for landing: done", "Approval: waiting"]);
    const landing = {
      branch: "main_agents",
      commitSha: SHA,
      treeSha: SHA,
      baseSha: SHA,
      commits: [SHA],
      strategy: "cherry-pick" as const,
      remote: "origin",
      alreadyLanded: false,
      checks: "ungated" as const,
      receipts: [],
    };
    const landed = [
      ...asked,
      event("approved", { approvalId, by: "Phone", note: "fine" }),
      event("merge_started", { ...ofCompletion, pusherId: "scm-1", attempt: 1 }),
      event("merge_succeeded", { ...ofCompletion, landing }),
    ];
    expect(brief(landed).slice(-3)).toEqual(["Tried for landing: done", "Approval: done", "Landing: done"]);
    expect(jobSteps(landed).at(-1)?.lines.at(-1)?.text).toContain("ungated");
    expect(jobSteps(landed).at(-2)?.lines.at(-1)?.text).toBe("Approved by Phone: fine");
  });

  test("a failure ends the step that it happened in, and a retry is a wait", () => {
    const failure = { code: "workspace_failed", message: "The disk is full." } as const;
    const failed = event("job_failed", { jobId: JOB, failure, willRetry: true, attempt: 1 });
    const retried = [...begun(), failed];
    expect(brief(retried).slice(-2)).toEqual(["Work: failed", "Waits to be tried again: waiting"]);
    const again = [
      ...retried,
      event("job_claimed", { jobId: JOB, workerId: "workerpal-2", attempt: 2, queueWaitMs: 4 }),
    ];
    expect(brief(again).at(-1)).toBe("Attempt 2: workspace: active");
    expect(jobSteps(retried).at(-2)?.failure?.message).toBe("The disk is full.");
  });

  test("a red landing keeps its reason, and names the job that does it again", () => {
    const failure = { code: "merge_conflict", message: "Both changed a.ts." } as const;
    const steps = jobSteps([
      ...begun(),
      completed(),
      event("merge_failed", { ...ofCompletion, failure, willRetry: false, branch: "agent/w/1", reworkJobId: OTHER }),
    ]);
    expect(steps.at(-1)).toMatchObject({ phase: "landing", state: "failed", failure });
    expect(steps.at(-1)?.lines.at(-1)?.text).toBe("Done again as job dddd4444");
  });

  test("a cancel stops what was at work", () => {
    const steps = jobSteps([
      ...begun(),
      event("tool_call", { jobId: JOB, callId: "2", tool: "run", title: "run sleep" }),
      event("job_cancelled", { jobId: JOB, by: "Phone" }),
    ]);
    expect(steps.at(-1)?.state).toBe("stopped");
    expect(steps.at(-1)?.lines.find((line) => line.key === "2")?.state).toBe("failed");
  });

  test("any events in any order are told without an exception", () => {
    expect(() => jobSteps([completed(), ...begun().toReversed()])).not.toThrow();
  });
});

const RECEIPT: Receipt = {
  command: "bun test",
  exitCode: 0,
  terminationReason: "exited",
  durationMs: 1_200,
  treeSha: SHA,
  outputSha256: "0".repeat(64),
  outputTail: "ok\n",
  sandbox: "process",
};

test("only what exited with 0 is called passed, and no checks are called ungated", () => {
  const [own] = receiptGroups(
    [RECEIPT, { ...RECEIPT, exitCode: 1 }, { ...RECEIPT, exitCode: 0, terminationReason: "timeout" }],
    null,
  );
  expect(own?.rows.map((row) => [row.passed, row.verdict])).toEqual([
    [true, "passed"],
    [false, "exit code 1"],
    [false, "out of time"],
  ]);
  expect(own?.rows[0]?.facts).toBe("1.2 s · tree 123456789 · process sandbox");
  const landed = {
    branch: "m",
    commitSha: SHA,
    treeSha: SHA,
    baseSha: SHA,
    commits: [],
    strategy: "cherry-pick",
    remote: null,
    alreadyLanded: false,
    checks: "ungated",
    receipts: [],
    flaky: [RECEIPT],
  } as const;
  const groups = receiptGroups([], { ...landed, commits: [], receipts: [], flaky: [RECEIPT] });
  expect(groups.map((group) => group.rows.length)).toEqual([0, 0, 1]);
  expect(groups[1]?.empty).toContain("Ungated");
});

test("what was red is shown among the proofs, on the tree that it was red on", () => {
  const detail = { command: "bun test", exitCode: 1, treeSha: SHA, outputTail: "1 fail\n" };
  const of = (code: "validation_failed" | "checks_failed") => receiptGroups([], null, { code, message: "red", detail });
  expect(of("validation_failed")).toMatchObject([
    { rows: [{ passed: false, verdict: "exit code 1", output: "1 fail" }] },
  ]);
  expect(of("checks_failed").at(-1)).toMatchObject({
    title: "On the tree that would have landed",
    rows: [{ passed: false }],
  });
  expect(receiptGroups([], null, { code: "merge_conflict", message: "no", detail })).toHaveLength(1);
});

test("the cost of a job is the sum of its attempts, and says when it is not all", () => {
  const use = {
    jobId: JOB,
    model: "m",
    calls: 2,
    estimatedCalls: 0,
    inputTokens: 100,
    cachedInputTokens: 0,
    outputTokens: 20,
  };
  expect(costOf([])).toBeNull();
  expect(
    costOf([event("model_used", { ...use, costUsd: 0.01 }), event("model_used", { ...use, costUsd: 0.02 })]),
  ).toMatchObject({
    usd: 0.03,
    calls: 4,
    inputTokens: 200,
    outputTokens: 40,
    models: ["m"],
    partial: false,
  });
  expect(costOf([event("model_used", { ...use, costUsd: null })])).toMatchObject({ usd: null, partial: false });
  expect(
    costOf([event("model_used", { ...use, costUsd: 0.01 }), event("model_used", { ...use, costUsd: null })])?.partial,
  ).toBe(true);
  expect(costOf([event("model_used", { ...use, estimatedCalls: 1, costUsd: 0.01 })])?.partial).toBe(true);
  expect([0.00001, 0.0421, 1.2].map(dollars)).toEqual(["less than $0.0001", "$0.0421", "$1.20"]);
  expect([940, 12_400, 1_200_000, 250_000].map(tokens)).toEqual(["940", "12.4 k", "1.2 M", "250 k"]);
});
