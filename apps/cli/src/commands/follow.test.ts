import { expect, test } from "bun:test";
import type { Envelope } from "@pushpals/protocol";
import { ofMessage } from "./follow";

const envelope = (fields: { turnId?: string; correlationId?: string; payload?: object }): Envelope =>
  ({ type: "status", payload: {}, ...fields }) as unknown as Envelope;

test("a message is followed through its turn, its request and the jobs that came of it", () => {
  const belongs = ofMessage("turn-1", "request-1");
  expect(belongs(envelope({ turnId: "turn-1" }))).toBe(true);
  expect(belongs(envelope({ payload: { jobId: "job-1" } }))).toBe(false);
  expect(belongs(envelope({ payload: { requestId: "request-1", jobId: "job-1" } }))).toBe(true);
  expect(belongs(envelope({ payload: { jobId: "job-1" } }))).toBe(true);
  expect(belongs(envelope({ correlationId: "job-1" }))).toBe(true);
  expect(belongs(envelope({ turnId: "turn-2", payload: { requestId: "request-2" } }))).toBe(false);
});
