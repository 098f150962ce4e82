import { describe, expect, test } from "bun:test";
import { type Envelope, EVENTS, type EventPayload, type EventType, PROTOCOL_VERSION } from "@pushpals/protocol";
import { entryOf } from "./entry-of";
import { formatEntry } from "./format-entry";
import { createTimelinePrinter } from "./printer";

const REQUEST = "019abc00-0000-7000-8000-0000aaaa1111";
const JOB = "019abc00-0000-7000-8000-0000bbbb2222";
const COMPLETION = "019abc00-0000-7000-8000-0000cccc3333";
const SHA = "1234567890abcdef1234567890abcdef12345678";
const NOON = Date.UTC(2026, 0, 2, 12, 3, 1);
const clock = (at: number) => new Date(at).toISOString().slice(11, 19);

function event<T extends EventType>(type: T, payload: EventPayload<T>): Envelope {
  const fields = { protocolVersion: PROTOCOL_VERSION, id: REQUEST, ts: NOON, sessionId: "dev" };
  return { ...fields, type, payload: EVENTS[type].parse(payload) } as Envelope;
}

function lines<T extends EventType>(type: T, payload: EventPayload<T>): string[] {
  const entry = entryOf(event(type, payload));
  return entry ? formatEntry(entry, { color: false, clock }) : [];
}

describe("a timeline without a terminal", () => {
  test("tells a message with the start of its text", () => {
    expect(lines("message", { text: "/write a.txt\n```\n1\n2\n3\n4\n5\n6\n```\n" })).toEqual([
      "12:03:01 > asked      /write a.txt",
      "           ```",
      "           1",
      "           2",
      "           3",
      "           4",
      "           … and 3 more lines",
    ]);
  });

  test("tells a pull request that was opened, and one that more came to", () => {
    const pull = { url: "https://github.com/acme/shop/pull/7", number: 7, title: "Push Pals: 2 changes" };
    expect([
      ...lines("pr_opened", { ...pull, reused: false }),
      ...lines("pr_opened", { ...pull, reused: true }),
    ]).toEqual([
      "12:03:01 ✓ opened     pull request #7  https://github.com/acme/shop/pull/7",
      "12:03:01 ✓ refreshed  pull request #7  https://github.com/acme/shop/pull/7",
    ]);
  });

  test("tells the way from the queue to the end", () => {
    const plan = {
      requestId: REQUEST,
      planner: "builtin",
      intent: "code_change",
      requiresWorker: true,
      lane: "deterministic",
      riskLevel: "low",
      targetPaths: ["a.ts", "b.ts", "c.ts"],
      targetPathCount: 5,
      validationSteps: [],
      instructionPreview: "",
      subtasks: 0,
    } as const;
    expect([
      ...lines("request_enqueued", {
        requestId: REQUEST,
        promptPreview: "",
        priority: "interactive",
        queuePosition: 2,
        etaMs: 2_400,
      }),
      ...lines("plan_created", { ...plan, targetPaths: [...plan.targetPaths], validationSteps: [] }),
      ...lines("task_started", { jobId: JOB, workerId: "workerpal-1", sandbox: "process" }),
      ...lines("job_completed", { jobId: JOB, workerId: "workerpal-1", summary: "Wrote a.ts", runtimeMs: 320 }),
      ...lines("status", { state: "request_ended", requestId: REQUEST, outcome: "landed", jobs: [] }),
    ]).toEqual([
      "12:03:01 · queued     request aaaa1111 interactive, 2nd in line, about 2.4 s",
      "12:03:01 · planned    request aaaa1111 deterministic lane, low risk, a.ts, b.ts, c.ts and 2 more",
      "12:03:01 · started    job bbbb2222     workerpal-1, process sandbox",
      "12:03:01 · done       job bbbb2222     320 ms, Wrote a.ts",
      "12:03:01 ✓ ended      request aaaa1111 landed",
    ]);
  });

  test("never calls an ungated landing passed", () => {
    const landing = {
      branch: "main_agents",
      commitSha: SHA,
      treeSha: SHA,
      baseSha: SHA,
      commits: [SHA],
      strategy: "cherry-pick",
      remote: "origin",
      alreadyLanded: false,
      checks: "ungated",
      receipts: [],
    } as const;
    const payload = { completionId: COMPLETION, jobId: JOB, landing: { ...landing, commits: [SHA], receipts: [] } };
    expect(lines("merge_succeeded", payload)).toEqual([
      "12:03:01 ✓ landed     job bbbb2222     main_agents at 123456789, origin, ungated",
    ]);
  });

  test("a failure says why, where and what to do next", () => {
    const failure = {
      code: "merge_conflict",
      message: "The change does not fit any more.",
      detail: { files: ["src/a.ts"], outputTail: "CONFLICT (content)\n" },
    } as const;
    const payload = {
      completionId: COMPLETION,
      jobId: JOB,
      failure: { ...failure, detail: { files: ["src/a.ts"], outputTail: "CONFLICT (content)\n" } },
      willRetry: false,
      branch: "agent/w/j",
    };
    expect(lines("merge_failed", payload)).toEqual([
      "12:03:01 ✗ not landed job bbbb2222     merge_conflict",
      "           The change does not fit any more.",
      "           files: src/a.ts",
      "           | CONFLICT (content)",
      "           kept: agent/w/j",
      "           next: bun run pushpals diff bbbb2222",
    ]);
  });

  test("a question of a job says how to answer it", () => {
    const [first, second, third] = lines("assistant_message", {
      jobId: JOB,
      text: "Which port?\n80 or 8080",
      asks: true,
    });
    expect(first).toEndWith(`asks       job ${JOB.slice(-8)}: Which port?`);
    expect([second, third].map((line) => line?.trim())).toEqual([
      "80 or 8080",
      `next: bun run pushpals tell ${JOB.slice(-8)} "…"`,
    ]);
  });

  test("text of others cannot steer the terminal", () => {
    const [line = ""] = lines("assistant_message", { text: "\x1b]52;c;aGk=\x07\u202eevil" });
    expect(line).toBe("12:03:01 · says       \\x1b]52;c;aGk=\\x07\\x202eevil");
  });
});

describe("the printer", () => {
  const progress = event("task_progress", { jobId: JOB, step: "lane", message: "2 of 3" });
  const note = event("status", { state: "note", text: "hello" });

  test("leaves out what is passing where nobody can overwrite it", () => {
    let out = "";
    const terminal = { interactive: false, color: false, width: 0, write: (text: string) => (out += text) };
    const printer = createTimelinePrinter({ ...terminal, write: (text) => void terminal.write(text) }, clock);
    printer.event(progress);
    printer.live("connecting");
    printer.event(note);
    printer.end();
    expect(out).toBe("12:03:01 · note       hello\n");
  });

  test("keeps one live line on a terminal, and clears it for news", () => {
    let out = "";
    const write = (text: string) => {
      out += text;
    };
    const printer = createTimelinePrinter({ interactive: true, color: false, width: 40, write }, clock);
    printer.event(progress);
    printer.event(note);
    printer.end();
    expect(out).toBe("12:03:01 · lane job bbbb2222 2 of 3\r\x1b[2K12:03:01 · note       hello\n");
  });
});
