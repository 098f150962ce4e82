import { describe, expect, test } from "bun:test";
import { type LogLine, type Refusal, refuse } from "@pushpals/protocol";
import type { Client } from "@pushpals/sdk";
import { jobLog } from "./job-log";

type Lines = Pick<LogLine, "stream" | "line">[];
type Take = (lines: Lines, n: number) => Promise<Refusal | null> | Refusal | null;

const AWAY = refuse("unreachable", "away");

function writing(take: Take = () => null, closeMs?: number) {
  const calls: Lines[] = [];
  const taken: Lines = [];
  const send = async (input: { lines: Lines }) => {
    calls.push(input.lines);
    const refused = await take(input.lines, calls.length);
    if (refused) return refused;
    taken.push(...input.lines);
    return { ok: true };
  };
  const client = { jobs: { log: send } } as unknown as Client;
  return { log: jobLog(client, "job", "lease", closeMs), calls, texts: () => taken.map(({ line }) => line), taken };
}

const numbers = (count: number) => Array.from({ length: count }, (_, n) => String(n));

describe("jobLog", () => {
  test("sends all lines in order, in batches, and cuts what is too long", async () => {
    const { log, calls, taken, texts } = writing(async (_lines, n) => {
      await Bun.sleep(n % 3);
      return null;
    });
    for (const line of numbers(1_050)) log.write("stdout", line);
    log.write("stderr", "x".repeat(20_000));
    await log.close();
    expect(texts().slice(0, -1)).toEqual(numbers(1_050));
    expect(Math.max(...calls.map(({ length }) => length))).toBeLessThanOrEqual(200);
    expect(taken.at(-1)?.line.length).toBe(16_000);
    expect(taken.at(-1)?.stream).toBe("stderr");
  });

  test("sends a single line without being asked to", async () => {
    const sent = Promise.withResolvers<void>();
    const { log } = writing(() => {
      sent.resolve();
      return null;
    });
    log.write("stdout", "alone");
    await sent.promise;
    await log.close();
  });

  test("keeps lines while the hub is away, and their order", async () => {
    const { log, texts } = writing((_lines, n) => (n <= 3 ? AWAY : null));
    for (const line of numbers(450)) log.write("stdout", line);
    await log.close();
    expect(texts()).toEqual(numbers(450));
  });

  test("loses the oldest of what is too much, and says so in their place", async () => {
    const back = Promise.withResolvers<null>();
    const { log, texts } = writing((_lines, n) => (n === 1 ? back.promise : null));
    for (const line of numbers(200)) log.write("stdout", line);
    await Bun.sleep(1);
    for (const line of numbers(20_500)) log.write("stdout", line);
    back.resolve(null);
    await log.close();
    expect(texts().slice(200, 202)).toEqual(["… 600 lines were lost here", "600"]);
    expect(texts().at(-1)).toBe("20499");
  });

  test("goes on behind a batch that the hub breaks on", async () => {
    const { log, texts } = writing((lines) =>
      lines.some(({ line }) => line === "7") ? refuse("internal", "bug") : null,
    );
    for (const line of numbers(201)) log.write("stdout", line);
    await log.close();
    expect(texts()).toEqual(["… 200 lines were lost here", "200"]);
  });

  test("says nothing more once the lease is lost", async () => {
    const { log, calls } = writing(() => refuse("lease_lost", "too late"));
    for (const line of numbers(500)) log.write("stdout", line);
    await log.close();
    log.write("stdout", "late");
    await log.close();
    expect(calls.length).toBe(1);
  });

  test("does not hold up the end of its job for a hub that is away, however much waits", async () => {
    const { log } = writing(() => AWAY, 50);
    for (const line of numbers(5_000)) log.write("stdout", line);
    await log.close();
  });
});
