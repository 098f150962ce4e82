import { expect, test } from "bun:test";
import { benches } from "../testing/benches";
import { collectRescues } from "./collect-rescues";

const { repositories } = benches();
const RETENTION = { branch_retention_hours: 1, failed_branch_retention_hours: 10 };
const HOUR = 3_600_000;

test("rescued work of jobs goes after its retention; what was rescued from people stays", async () => {
  const r = await repositories();
  await r.mirror.fetch();
  const base = r.git(r.remote, "rev-parse", "main");
  const ofJob = `refs/pushpals/rescue/${Bun.randomUUIDv7()}`;
  const ofPeople = "refs/pushpals/rescue/scm-20260101T000000000Z";
  const sha = r.job(Bun.randomUUIDv7(), base, [{ message: "half", files: { half: "x\n" } }]);
  for (const ref of [ofJob, ofPeople]) r.git(r.mirror.dir, "update-ref", ref, sha);
  const made = Number(r.git(r.mirror.dir, "show", "-s", "--format=%ct", sha)) * 1_000;
  expect(await collectRescues(r.mirror, RETENTION, made + 9 * HOUR)).toBe(0);
  expect(await collectRescues(r.mirror, RETENTION, made + 10 * HOUR)).toBe(1);
  expect([await r.mirror.resolve(ofJob), await r.mirror.resolve(ofPeople)]).toEqual([null, sha]);
});
