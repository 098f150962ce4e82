import { expect, test } from "bun:test";
import type { Reader } from "../store/store";
import { type Frame, Subscription } from "./subscription";

const frame = (cursor: number): Frame => ({ cursor, envelope: "{}", durable: true });

/** A store whose reads end when the test says so, each with what is stored by the time that it began. */
function slowStore() {
  const stored: number[] = [];
  const reads: (() => void)[] = [];
  const read = {
    all: async (_: unknown, __: unknown, after: number) => {
      const rows = stored.filter((cursor) => cursor > after);
      await new Promise<void>((resolve) => reads.push(resolve));
      return rows.map((cursor) => ({ cursor, length: 2, hash: "", envelope: "{}" }));
    },
  } as unknown as Reader;
  return {
    stored,
    read,
    async finishRead() {
      while (reads.length === 0) await new Promise((resolve) => setImmediate(resolve));
      reads.shift()?.();
    },
  };
}

const listen = (read: Reader, after: number) =>
  new Subscription({ read, sessionId: "s", principalId: "p", after, follow: true, onEnd: () => undefined });

test("an event that is committed while the last page is being read is read again, not missed", async () => {
  const store = slowStore();
  const subscription = listen(store.read, 0);
  const next = subscription.next();
  store.stored.push(1);
  subscription.offer(frame(1));
  await store.finishRead();
  await store.finishRead();
  await store.finishRead();
  expect((await next)?.map((one) => one.cursor)).toEqual([1]);
});

test("a frame that is offered after it was paged already is dropped", async () => {
  const store = slowStore();
  store.stored.push(1);
  const subscription = listen(store.read, 0);
  const first = subscription.next();
  await store.finishRead();
  await store.finishRead();
  expect((await first)?.map((one) => one.cursor)).toEqual([1]);
  const second = subscription.next();
  await store.finishRead();
  for (let turn = 0; turn < 20; turn += 1) await Promise.resolve();
  subscription.offer(frame(1));
  subscription.offer(frame(2));
  expect((await second)?.map((one) => one.cursor)).toEqual([2]);
});
