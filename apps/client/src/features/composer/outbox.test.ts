import { describe, expect, test } from "bun:test";
import type { IntakeEvent } from "@pushpals/protocol";
import { type CourierPlace, deliver } from "./courier";
import { added, nextOf, notArrived, type Outbox, type Outgoing, restored } from "./outbox";

const one = (id: string, sessionId = "dev"): Omit<Outgoing, "state" | "note"> => ({
  id,
  sessionId,
  text: `text of ${id}`,
  at: 1,
  afterCursor: 3,
});
const done: IntakeEvent = {
  type: "complete",
  message: "",
  data: { mode: "local", rule: "r", sessionId: "dev", turnId: "t" },
};
const failed = (retryable: boolean): IntakeEvent => ({
  type: "error",
  message: retryable ? "away" : "no such session",
  data: { code: "x", retryable },
});

/** A place whose network gives the answers in turn, one for each time that something is sent. */
function place(start: Outbox, answers: IntakeEvent[]) {
  let outbox = start;
  const sent: string[] = [];
  const made: CourierPlace = {
    read: () => outbox,
    write: (next) => {
      outbox = next;
    },
    send: async function* ({ id }) {
      sent.push(id);
      const answer = answers.shift();
      if (answer) yield answer;
    },
    hope: () => Promise.resolve(),
  };
  return { ...made, sent, now: () => outbox };
}

describe("the outbox", () => {
  const two = added(added([], one("a")), one("b"));

  test("sends in order, one at a time, and is empty afterwards", async () => {
    const at = place(two, [done, done]);
    await deliver(at, "dev", new AbortController().signal);
    expect(at.sent).toEqual(["a", "b"]);
    expect(at.now()).toEqual([]);
  });

  test("sends again with the same key what did not get through, before what was written later", async () => {
    const at = place(two, [failed(true), failed(true), done, done]);
    await deliver(at, "dev", new AbortController().signal);
    expect(at.sent).toEqual(["a", "a", "a", "b"]);
  });

  test("keeps what was refused, says why, and lets the next ones pass", async () => {
    const at = place(two, [failed(false), done]);
    await deliver(at, "dev", new AbortController().signal);
    expect(at.now()).toEqual([expect.objectContaining({ id: "a", state: "refused", note: "no such session" })]);
  });

  test("takes a line that breaks without a word for one that broke", async () => {
    const at = place(added([], one("a")), []);
    const stop = new AbortController();
    const delivering = deliver({ ...at, hope: () => new Promise(() => stop.abort()) }, "dev", stop.signal);
    await delivering;
    expect(at.now()).toEqual([expect.objectContaining({ id: "a", state: "waiting" })]);
  });

  test("has each message once, leaves other sessions alone, and sends after a restart what was on its way", () => {
    expect(added(two, one("a"))).toHaveLength(2);
    expect(nextOf(two, "other")).toBeNull();
    const kept = restored(JSON.stringify([{ ...two[0], state: "sending" }, { id: 4 }]));
    expect(kept).toEqual([expect.objectContaining({ id: "a", state: "waiting" })]);
    expect([restored(null), restored("{}")]).toEqual([[], []]);
  });

  test("no longer shows what the session shows", () => {
    const same = added(two, { ...one("c"), text: "text of a" });
    const seen = [
      { cursor: 3, text: "text of b" },
      { cursor: 4, text: "text of a" },
    ];
    expect(notArrived(same, "dev", seen).map(({ id }) => id)).toEqual(["b", "c"]);
  });
});
