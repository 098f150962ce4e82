import { afterEach, beforeEach, describe, expect, setDefaultTimeout, test } from "bun:test";
import { existsSync } from "node:fs";
import { dirname, join } from "node:path";
import type { Approval } from "@pushpals/protocol";
import type { Client } from "@pushpals/sdk";
import { type AgentRoom, agentRoom, type TaskOptions } from "../../testing/agent-room";
import { codeOf, failureOf, script, watching, write } from "../../testing/watching";
import { contentIn, filesIn } from "../../testing/worker-room";
import { claimWorkerId } from "../../workspace/claim-worker-id";
import { collectLeftovers } from "../../workspace/collect-leftovers";

// A bound for a test that hangs, wide enough for a busy machine.
setDefaultTimeout(120_000);

const CAN_LOAD = { AGENT_CAN_LOAD: "1" };
const QUESTION = "Which port, 80 or 8080?";
const ASKS = script(
  [write("half", "half\n"), { do: "say", text: `The port is not told.\nQUESTION: ${QUESTION}` }],
  [write("port", "8080\n")],
);
const ANSWER = { messages: [{ text: "8080", answers: QUESTION }] };

let room: AgentRoom;
let release: () => Promise<void>;
const { said, rescued, eventsOf } = watching(() => room);

beforeEach(async () => {
  room = await agentRoom("none");
  const claimed = await claimWorkerId(dirname(room.setup.worktrees), room.setup.workerId);
  if (claimed === null) throw new Error("the worker id is taken");
  release = claimed.release;
});
afterEach(async () => {
  await release();
  await room.remove();
});

const prompts = (text: string): number => room.logged.filter((line) => line.includes(`prompt: ${text}`)).length;
const workspaceOf = (jobId: string): string => join(room.setup.worktrees, jobId);

describe("an agent that asks the person", () => {
  test("has its job parked with the question, and goes on in its session with the answer", async () => {
    const first = await room.task(ASKS, { env: CAN_LOAD });
    const { jobId } = first;
    expect(room.sent).toEqual([{ route: "ask", input: { id: jobId, leaseToken: "lease", question: QUESTION } }]);
    expect([first.result, first.completion]).toEqual(["settled", null]);
    expect(existsSync(join(workspaceOf(jobId), "half"))).toBe(true);
    const second = await room.task(ASKS, { jobId, env: CAN_LOAD, ...ANSWER });
    expect(Object.keys(await filesIn(room, second.completion?.commitSha ?? ""))).toEqual(["half", "port"]);
    expect([prompts("## Task"), prompts(QUESTION), prompts("8080"), prompts("Your files are")]).toEqual([1, 1, 1, 1]);
    expect(existsSync(workspaceOf(jobId))).toBe(false);
  });

  test("goes on with a worker that is another one, and without a memory of it", async () => {
    const worktrees = dirname(room.setup.worktrees);
    const { jobId } = await room.task(ASKS);
    const setup = { workerId: "w2", worktrees: join(worktrees, "w2") };
    const second = await room.task(ASKS, { jobId, setup, ...ANSWER });
    expect(Object.keys(await filesIn(room, second.completion?.commitSha ?? ""))).toEqual(["half", "port"]);
    expect([prompts("## Task"), prompts("Somebody has begun"), prompts(QUESTION)]).toEqual([2, 1, 1]);
  });

  test("hears the answer again when it begins anew to mend what was found", async () => {
    const { jobId } = await room.task(ASKS);
    const more = { jobId, validationSteps: ["test -e none"], setup: { maxRevisions: 1 } };
    expect(codeOf(await room.task(ASKS, { ...more, ...ANSWER }))).toBe("validation_failed");
    expect(prompts(QUESTION)).toBe(2);
  });

  test("is not heard where it may not ask, and is told so", async () => {
    const mute = script([{ do: "say", text: `QUESTION: ${QUESTION}` }]);
    const outcome = await room.task(mute, { agent: { questions: false }, setup: { maxRevisions: 0 } });
    expect([codeOf(outcome), said("do not ask back"), room.sent]).toEqual(["nothing_changed", true, []]);
  });

  test("asks with its last words only", async () => {
    const thinks = script([{ do: "say", text: `QUESTION: ${QUESTION}\n` }, write("port", "80\n")]);
    expect((await room.task(thinks)).completion).not.toBeNull();
  });

  test("loses nothing where the hub does not take the question", async () => {
    room.refusals.push({ ok: false, code: "bad_request", message: "no", retryable: false });
    const outcome = await room.task(ASKS, { env: CAN_LOAD });
    expect(failureOf(outcome).message).toContain("bad_request");
    expect(existsSync(workspaceOf(outcome.jobId))).toBe(false);
    expect(await contentIn(room, (await rescued(outcome.jobId)) ?? "", "half")).toBe("half\n");
  });

  test("is kept over a weekend, but not where the disk is short", async () => {
    const { jobId } = await room.task(ASKS);
    const worktrees = dirname(room.setup.worktrees);
    const collect = (isDiskShort: boolean) =>
      collectLeftovers(room.setup, worktrees, { maxAgeMs: 0, maxBytes: 1024 ** 3, isDiskShort });
    await collect(false);
    expect(existsSync(workspaceOf(jobId))).toBe(true);
    await collect(true);
    expect(existsSync(workspaceOf(jobId))).toBe(false);
    expect(await contentIn(room, (await rescued(jobId)) ?? "", "half")).toBe("half\n");
  });
});

describe("a permission that nobody decides on at once", () => {
  const wants = (into: string) => ({ do: "ask", kinds: ["allow_once", "reject_once"], into });
  const WANTS = script([write("half", "half\n"), wants("chosen")], [wants("chosen"), wants("again")]);

  /** A hub whose people are away; what was asked comes back as they decide it later. */
  function away() {
    const asked: Pick<Approval, "approvalId" | "diffSha" | "reason">[] = [];
    const approval = (): Pick<Approval, "approvalId" | "status"> => ({
      approvalId: `a${asked.length}`,
      status: "pending",
    });
    const approvals = {
      create: async ({ diffSha, reason }: { diffSha: string; reason: string }) => {
        asked.push({ approvalId: `a${asked.length + 1}`, diffSha, reason });
        return { ok: true, approval: approval() };
      },
      get: async () => ({ ok: true, approval: approval() }),
    };
    const agent: TaskOptions["agent"] = {
      permissions: "ask",
      approvalHoldMs: 0,
      client: { approvals } as unknown as Pick<Client, "approvals">,
    };
    const decided = (status: Approval["status"], note: string | null = null) =>
      ({ ...asked[0], status, note }) as unknown as Approval;
    return { asked, agent, decided };
  }

  test("parks the job, and counts once for exactly what was asked", async () => {
    const { agent, asked, decided } = away();
    const first = await room.task(WANTS, { agent, env: CAN_LOAD });
    const { jobId } = first;
    expect(first.result).toBe("settled");
    expect(room.sent).toMatchObject([{ route: "release", input: { id: jobId, approvalId: "a1" } }]);
    expect(eventsOf("task_progress").at(-1)?.["message"]).toContain("Waiting: scripted asks whether it may");
    const second = await room.task(WANTS, { jobId, agent, env: CAN_LOAD, approval: decided("approved") });
    expect(await Bun.file(join(workspaceOf(jobId), "chosen")).text()).toContain("option-allow_once");
    // The same once more is asked once more.
    expect([second.result, asked.length]).toEqual(["settled", 2]);
    expect(room.sent).toMatchObject([{}, { route: "release", input: { approvalId: "a2" } }]);
    expect(prompts("What was to be decided")).toBe(1);
  });

  test.each(["denied", "expired"] as const)("that is %s is told to the agent", async (status) => {
    const { agent, decided } = away();
    const { jobId } = await room.task(WANTS, { agent, env: CAN_LOAD });
    const approval = decided(status, status === "denied" ? "Use the other one." : null);
    await room.task(WANTS, { jobId, agent, env: CAN_LOAD, approval });
    expect(await Bun.file(join(workspaceOf(jobId), "chosen")).text()).toContain("option-reject_once");
    const notes = status === "denied" ? 1 : 0;
    expect([prompts("What was to be decided"), prompts("Use the other one.")]).toEqual([1, notes]);
  });

  test("is denied with a note at once: the agent hears the note when it has answered", async () => {
    const approval = { approvalId: "a", status: "denied", note: "Not on a Friday." };
    const approvals = { create: async () => ({ ok: true, approval }) };
    const client = { approvals } as unknown as Pick<Client, "approvals">;
    const outcome = await room.task(script([wants("chosen")], [write("other", "x\n")]), {
      agent: { permissions: "ask", client },
    });
    expect(Object.keys(await filesIn(room, outcome.completion?.commitSha ?? ""))).toEqual(["chosen", "other"]);
    expect(prompts("Not on a Friday.")).toBe(1);
  });

  test("of a job that is cancelled meanwhile parks nothing", async () => {
    const { agent } = away();
    const stop = new AbortController();
    const approvals = {
      create: async () => {
        stop.abort();
        return { ok: true, approval: { approvalId: "a", status: "pending" } };
      },
    };
    const client = { approvals } as unknown as Pick<Client, "approvals">;
    const outcome = await room.task(WANTS, { agent: { ...agent, client }, stop });
    expect([codeOf(outcome), room.sent, existsSync(workspaceOf(outcome.jobId))]).toEqual(["cancelled", [], false]);
  });
});
