import { expect } from "bun:test";
import type { Failure } from "@pushpals/protocol";
import { type Bench, evidenceFrom } from "./landing-bench";

/** The steps of a job of one commit. */
export const one = (files: Record<string, string | null>, message = "change") => [{ message, files }];

/** Delivers a job's commits and expects them to land. */
export async function land(b: Bench, name: string, sha: string, base = b.head()) {
  const completion = b.completion(name, sha, { evidence: evidenceFrom(base) });
  expect(await b.deliver(completion)).toBe("settled");
  const landed = b.landed.get(completion.completionId);
  if (!landed) throw new Error(`not landed: ${JSON.stringify(b.released)}`);
  return { completion, landed };
}

export async function failure(b: Bench, name: string, sha: string, base?: string): Promise<Failure> {
  const before = b.head();
  const result = await b.deliver(b.completion(name, sha, base ? { evidence: evidenceFrom(base) } : {}));
  expect(b.landed.size).toBe(0);
  expect(b.head()).toBe(before);
  if (result === "settled") throw new Error(`no failure: ${JSON.stringify(b.released)}`);
  return result;
}

export const contentOf = (b: Bench, path: string) =>
  b.repositories.git(b.repositories.remote, "show", `main_agents:${path}`);

/** As when the back-off of a pause has passed. */
export const waitedLongEnough = (b: Bench): void => {
  if (b.desk.outage.paused) b.desk.outage.paused.untilMs = 0;
};
