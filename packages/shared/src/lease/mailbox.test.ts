import { expect, test } from "bun:test";
import { Mailbox } from "./mailbox";

const beat = (...ids: number[]) => ({
  ok: true as const,
  expiresAt: 0,
  cancelRequested: false,
  messages: ids.map((id) => ({ id, ts: 0, text: `m${id}`, answers: null })),
});

test("keeps what comes before somebody listens, and hands each on once, in order", () => {
  const mailbox = new Mailbox();
  const heard: string[] = [];
  mailbox.deliver(beat(3).messages);
  mailbox.take(beat(3, 5));
  mailbox.open(({ text }) => heard.push(text));
  mailbox.take(beat(5, 6));
  expect([heard, mailbox.last]).toEqual([["m3", "m5", "m6"], 6]);
});
