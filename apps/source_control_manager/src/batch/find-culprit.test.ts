import { expect, test } from "bun:test";
import fc from "fast-check";
import { findCulprit, type Probe } from "./find-culprit";

/** Looks for the first of `bad` (places from 1) in a batch, and counts the runs. */
async function search(size: number, bad: readonly number[], hint?: (at: number) => number | null) {
  const runs: number[] = [];
  const probe = async (at: number): Promise<Probe> => {
    runs.push(at);
    return bad.some((place) => place <= at) ? "red" : "green";
  };
  return { found: await findCulprit({ size, probe, ...(hint ? { hint } : {}) }), runs };
}

const batches = fc.integer({ min: 1, max: 40 }).chain((size) =>
  fc.record({
    size: fc.constant(size),
    bad: fc.uniqueArray(fc.integer({ min: 1, max: size })),
    hint: fc.integer({ min: 0, max: size + 1 }),
  }),
);

test("the first culprit is found with all before it green, in about log2 runs, whatever a hint says", async () => {
  await fc.assert(
    fc.asyncProperty(batches, async ({ size, bad, hint }) => {
      const first = bad.length === 0 ? null : Math.min(...bad);
      const plain = await search(size, bad);
      const hinted = await search(size, bad, () => (hint === 0 ? null : hint));
      for (const { found } of [plain, hinted])
        expect(found).toMatchObject({ stopped: false, green: (first ?? size + 1) - 1, culprit: first });
      expect(plain.runs.length).toBeLessThanOrEqual(1 + Math.ceil(Math.log2(size)));
      expect(hinted.runs.length).toBeLessThanOrEqual(3 + Math.ceil(Math.log2(size)));
      if (first !== null) {
        const reds = plain.runs.filter((at) => at >= first).length;
        expect(plain.found).toMatchObject({ reds });
      }
    }),
    { numRuns: 300 },
  );
});

test("a right hint takes three runs at most, wherever the culprit is", async () => {
  for (let place = 1; place <= 8; place += 1) {
    const { found, runs } = await search(8, [place], () => place);
    expect(found).toMatchObject({ culprit: place });
    expect(runs.length).toBeLessThanOrEqual(3);
  }
});

test("one culprit among eight is found in four runs, wherever it is", async () => {
  for (let place = 1; place <= 8; place += 1) expect((await search(8, [place])).runs).toHaveLength(4);
});

test("what cannot be run stops the search at once", async () => {
  const seen: number[] = [];
  const probe = async (at: number): Promise<Probe> => {
    seen.push(at);
    return seen.length === 2 ? "stopped" : "red";
  };
  expect(await findCulprit({ size: 8, probe })).toEqual({ stopped: true });
  expect(seen).toEqual([8, 4]);
});
