import { expect, test } from "bun:test";
import { refuse, type Scope } from "@pushpals/protocol";
import type { Client } from "@pushpals/sdk";
import { CallerProof } from "./caller";

type Me = Awaited<ReturnType<Client["system"]["me"]>>;
const good = { ok: true, scopes: ["read", "chat"] as Scope[] } as Me;
const revoked = refuse("unauthorized", "revoked");
const away = refuse("unreachable", "away");

/** A server that is asked for a caller, and a clock. */
function desk() {
  let now = 0;
  const waiting: ((me: Me) => void)[] = [];
  const me = () => new Promise<Me>((resolve) => waiting.push(resolve));
  const client = { system: { me } } as unknown as Pick<Client, "system">;
  const proof = new CallerProof(() => now);
  return {
    at: (ms: number) => {
      now = ms;
    },
    check: () => proof.check("token", client),
    asked: () => waiting.length,
    answer: async (reply: Me) => {
      waiting.shift()?.(reply);
      await Bun.sleep(0);
    },
  };
}

async function proven() {
  const here = desk();
  const first = here.check();
  await here.answer(good);
  expect(await first).toBeNull();
  return here;
}

test("the first message waits for the server; while a proof counts, none does, and it is renewed once at a time", async () => {
  const { at, check, asked, answer } = await proven();
  at(900);
  expect([await check(), asked()]).toEqual([null, 0]);
  at(1_500);
  expect([await check(), await check(), asked()]).toEqual([null, null, 1]);
  await answer(good);
  at(4_000);
  expect([await check(), asked()]).toEqual([null, 1]);
});

test("who is revoked is shut out with the renewal, and after the proof's time at the latest", async () => {
  const renewed = await proven();
  renewed.at(1_500);
  expect(await renewed.check()).toBeNull();
  await renewed.answer(revoked);
  const next = renewed.check();
  expect(renewed.asked()).toBe(1);
  await renewed.answer(revoked);
  expect(await next).toEqual(revoked);

  const late = await proven();
  late.at(2_900);
  expect(await late.check()).toBeNull();
  late.at(3_000);
  const after = late.check();
  expect(late.asked()).toBe(2);
  await late.answer(revoked);
  await late.answer(revoked);
  expect(await after).toEqual(revoked);
});

test("a renewal counts from when it was asked; a server that is away for a moment takes nothing away", async () => {
  const { at, check, asked, answer } = await proven();
  at(2_000);
  expect(await check()).toBeNull();
  at(2_900);
  await answer(away);
  expect([await check(), asked()]).toEqual([null, 1]);
  await answer(good);
  at(5_800);
  expect(await check()).toBeNull();
  at(5_900);
  void check();
  expect(asked()).toBe(2);
});
