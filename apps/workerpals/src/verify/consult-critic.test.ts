import { afterEach, beforeEach, expect, setDefaultTimeout, test } from "bun:test";
import type { ModelUse, ReviewFinding } from "@pushpals/protocol";
import type { Critic, ReviewedChange, ReviewedTask } from "@pushpals/shared/critic";
import { type AgentRoom, agentRoom } from "../testing/agent-room";
import type { JobOutcome } from "../testing/worker-room";

// A bound for a test that hangs, wide enough for a busy machine.
setDefaultTimeout(60_000);

let room: AgentRoom;
beforeEach(async () => {
  room = await agentRoom("none");
});
afterEach(() => room.remove());

const USE: ModelUse = {
  ...{ backend: "test", model: "critic", prompt: "review@1", rounds: 1 },
  ...{ inputTokens: 10, outputTokens: 2, costUsd: null, latencyMs: 1 },
};
type Said = ReviewFinding[] | string;

/** A critic that says these things, one review after the other, and what it was asked. */
function critic(...said: Said[]): { critic: Critic; asked: { task: ReviewedTask; change: ReviewedChange }[] } {
  const asked: { task: ReviewedTask; change: ReviewedChange }[] = [];
  const review: Critic["review"] = async (task, change) => {
    asked.push({ task, change });
    const next = said.length > 1 ? said.shift() : said[0];
    if (typeof next === "string") return { ok: false, message: next, use: USE };
    return { ok: true, findings: next ?? [], use: USE };
  };
  return { critic: { name: "critic", review, choose: () => Promise.reject(new Error("not asked for")) }, asked };
}

const script = (...rounds: object[][]): string => `Change a\n\nSCRIPT:${JSON.stringify(rounds)}`;
const write = (text: string): object => ({ do: "write", path: "a", text });
const blocking = (message: string): ReviewFinding => ({ path: "a", message, severity: "blocking" });
const reviewOf = ({ completion }: JobOutcome) =>
  (completion?.input["evidence"] as { review?: unknown } | undefined)?.review;
const codeOf = ({ result }: JobOutcome) => (result === "settled" ? "settled" : result.code);

test("its objections go back to the agent, and what it says in the end stands in the evidence", async () => {
  const { critic: one, asked } = critic([blocking("It says one.")], [{ ...blocking("Fine."), severity: "remark" }]);
  const outcome = await room.task(script([write("one\n")], [write("two\n")]), {
    validationSteps: ["test -e a"],
    setup: { critic: one },
  });
  expect(outcome.result).toBe("settled");
  expect(room.logged.join("\n")).toContain("a: It says one.");
  expect(asked.map(({ change }) => /^\+(one|two)$/m.exec(change.patch)?.[1])).toEqual(["one", "two"]);
  expect(asked[0]?.task.instruction).toContain("Change a");
  expect(asked[0]?.change.receipts).toMatchObject([{ command: "test -e a", exitCode: 0 }]);
  expect(reviewOf(outcome)).toEqual({
    critic: "critic",
    findings: [{ path: "a", message: "Fine.", severity: "remark" }],
    problem: null,
  });
  expect(String(outcome.completion?.input["prBody"])).toContain("remark: a: Fine.");
});

test("is never asked about a change with a red step, and cannot make it green", async () => {
  const { critic: one, asked } = critic([]);
  const red = await room.task(script([write("one\n")]), { validationSteps: ["false"], setup: { critic: one } });
  expect([codeOf(red), asked.length]).toEqual(["validation_failed", 0]);
});

test("that is never content does not keep a green change from landing, unless it has to agree", async () => {
  const objects = critic([blocking("Never.")]);
  const lands = await room.task(script([write("1")], [write("2")], [write("3")]), {
    setup: { critic: objects.critic },
  });
  expect(lands.result).toBe("settled");
  expect(objects.asked).toHaveLength(3);
  expect(reviewOf(lands)).toMatchObject({ findings: [{ message: "Never." }] });
  const fails = await room.task(script([write("1")], [write("2")], [write("3")]), {
    setup: { critic: objects.critic, criticMustAgree: true },
  });
  expect(fails).toMatchObject({ result: { code: "critic_objects", detail: { findings: ["a: Never."] } } });
  expect(await room.mirror.resolve(`refs/pushpals/rescue/${fails.jobId}`)).not.toBeNull();
});

test("that gives no answer is told of, and holds nothing up unless it has to agree", async () => {
  const { critic: one } = critic("The critic gave no answer (overloaded)");
  const lands = await room.task(script([write("1")]), { setup: { critic: one } });
  expect(reviewOf(lands)).toEqual({
    critic: "critic",
    findings: [],
    problem: "The critic gave no answer (overloaded)",
  });
  const again = await room.task(script([write("2")]), { setup: { critic: one, criticMustAgree: true } });
  expect(codeOf(again)).toBe("model_unavailable");
  expect(room.logged.filter((line) => line.includes("Back to the agent"))).toEqual([]);
});
