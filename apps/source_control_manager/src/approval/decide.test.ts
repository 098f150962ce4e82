import { expect, test } from "bun:test";
import type { Approval } from "@pushpals/protocol";
import { benches } from "../testing/benches";
import type { Bench } from "../testing/landing-bench";

const { bench } = benches();
const STEPS = [{ message: "x", files: { "b.txt": "b\n" } }];

async function parked(b: Bench) {
  const completion = b.completion("j", b.repositories.job("j", b.head(), STEPS));
  expect(await b.deliver(completion)).toBe("settled");
  expect(b.landed.size).toBe(0);
  const approval = [...b.approvals.values()][0] as Approval;
  expect(b.released).toEqual([
    expect.objectContaining({ id: completion.completionId, approvalId: approval.approvalId }),
  ]);
  const again = { ...completion, approvalId: approval.approvalId };
  const decide = (status: Approval["status"], note: string | null = null) =>
    void b.approvals.set(approval.approvalId, { ...approval, status, note, decidedBy: "Pat's phone" });
  return { approval, again, decide };
}

test("parked with the patch, and landed once a person approved", async () => {
  const b = await bench(undefined, { policy: { require_approval: "always" } });
  const { approval, again, decide } = await parked(b);
  expect(approval.subject).toContain("+b");
  decide("approved");
  expect(await b.deliver(again)).toBe("settled");
  expect(b.landed.get(again.completionId)?.commitSha).toBe(b.head());
});

test("denied or expired: ended with the reason, nothing landed", async () => {
  const b = await bench(undefined, { policy: { require_approval: "always" } });
  const base = b.head();
  const { again, decide } = await parked(b);
  decide("denied", "not like this");
  expect(await b.deliver(again)).toMatchObject({
    code: "approval_denied",
    message: "Pat's phone denied this landing: not like this",
  });
  decide("expired");
  expect(await b.deliver(again)).toMatchObject({ code: "approval_expired" });
  expect(b.head()).toBe(base);
});

test("an approval of another diff does not count: asked again", async () => {
  const b = await bench(undefined, { policy: { require_approval: "always" } });
  const { approval, again } = await parked(b);
  b.approvals.set(approval.approvalId, { ...approval, status: "approved", diffSha: "e".repeat(64) });
  expect(await b.deliver(again)).toBe("settled");
  expect(b.landed.size).toBe(0);
  expect(b.released.at(-1)?.approvalId).not.toBe(approval.approvalId);
});

test("high_risk asks for what is sensitive, and for nothing else", async () => {
  const b = await bench(undefined, { policy: { require_approval: "high_risk" } });
  const plain = b.completion("p", b.repositories.job("p", b.head(), STEPS));
  expect(await b.deliver(plain)).toBe("settled");
  expect(b.landed.has(plain.completionId)).toBe(true);
  const risky = b.repositories.job("r", b.head(), [
    { message: "ci", files: { ".github/workflows/ci.yml": "on: push\n" } },
  ]);
  expect(await b.deliver(b.completion("r", risky))).toBe("settled");
  expect(b.landed.size).toBe(1);
  expect([...b.approvals.values()][0]?.reason).toContain(".github/workflows/ci.yml");
});
