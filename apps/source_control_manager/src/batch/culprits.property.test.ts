import { afterAll, expect, test } from "bun:test";
import fc from "fast-check";
import { completionsOf, landAll, landedSubjects } from "../testing/land-all";
import { setUpBench } from "../testing/landing-bench";
import { makeRepositories, type Repositories } from "../testing/repositories";

/**
 * Each case is real git and real checks: few and always the same ones in the suite, others with
 * `PUSHPALS_PROPERTY_RUNS=50`.
 */
const RUNS = process.env["PUSHPALS_PROPERTY_RUNS"];

const open: Repositories[] = [];
afterAll(() => {
  for (const one of open) one.remove();
});

const cases = fc.record({
  size: fc.integer({ min: 8, max: 12 }),
  bad: fc.uniqueArray(fc.integer({ min: 1, max: 12 }), { maxLength: 2 }),
  /** Which run of the checks is red by the weather; 0 for none. */
  flake: fc.integer({ min: 0, max: 5 }),
  telling: fc.boolean(),
});

test("random culprits and a flaky check: exactly the culprits are rejected, in fewer runs than one by one", async () => {
  let [runs, serial] = [0, 0];
  await fc.assert(
    fc.asyncProperty(cases, async ({ size, bad, flake, telling }) => {
      const repositories = await makeRepositories();
      open.push(repositories);
      const b = await setUpBench(repositories, { section: { batch_size: 12 } });
      const count = `${repositories.root}/runs`;
      b.desk.config.source_control_manager.checks = [
        `echo x >> ${count}; test "$(wc -l < ${count})" -ne ${flake}`,
        telling ? "! grep -rl BROKEN ." : "! grep -rq BROKEN .",
      ];
      const places = Array.from({ length: size }, (_, index) => index + 1);
      const files = places.map((at) => ({ [`f${at}.txt`]: bad.includes(at) ? "BROKEN\n" : "fine\n" }));
      const base = b.head();
      const results = await landAll(b, completionsOf(b, files));
      const rejected = places.filter((at) => results[at - 1] !== "settled");
      const culprits = places.filter((at) => bad.includes(at));
      expect(rejected).toEqual(culprits);
      expect(landedSubjects(b, base)).toEqual(places.filter((at) => !bad.includes(at)).map((at) => `c${at}`));
      const figures = b.desk.metrics.figures();
      expect(figures).toMatchObject({ culprits: culprits.length, rejected: culprits.length });
      runs += figures.checkRuns;
      // One by one: a run each, and one more for each red one.
      serial += size + culprits.length;
    }),
    RUNS ? { numRuns: Number(RUNS), endOnFailure: true } : { numRuns: 2, seed: 7, endOnFailure: true },
  );
  expect(runs).toBeLessThan(serial);
}, 600_000);
