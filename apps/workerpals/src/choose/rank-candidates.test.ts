import { expect, test } from "bun:test";
import fc from "fast-check";
import { choiceOf, type Examined, type Facts, rankCandidates } from "./rank-candidates";

const facts = (more: Partial<Facts> = {}): Facts => ({
  fits: true,
  strays: [],
  patchSha: "p",
  fileCount: 1,
  additions: 10,
  deletions: 0,
  proofs: 1,
  ...more,
});
const one = (number: number, more: Partial<Facts> | null): Examined => ({
  jobId: `j${number}`,
  number,
  facts: more && facts({ patchSha: `p${number}`, ...more }),
  whyNot: more ? "" : "validation_failed: red",
});
const order = (...examined: Examined[]) => rankCandidates(examined).order.map(({ number }) => number);
const tied = (...examined: Examined[]) => rankCandidates(examined).tied.map(({ number }) => number);
const reason = (...examined: Examined[]) => rankCandidates(examined).reason;

test("what applies comes first, then what keeps to its paths, then what more of them came to, then what is smaller", () => {
  const conflicts = one(1, { fits: false, additions: 1 });
  const strays = one(2, { strays: ["x.ts"], additions: 1 });
  const alone = one(3, { additions: 1 });
  const agreed = [one(4, { patchSha: "same" }), one(5, { patchSha: "same" })];
  expect(order(conflicts, strays, alone, ...agreed)).toEqual([4, 5, 3, 2, 1]);
  expect(reason(conflicts, strays)).toContain("conflict with it");
  expect(reason(strays, alone)).toContain("keeps to the expected paths");
  expect(reason(alone, ...agreed)).toContain("2 came to the same change");
  expect(reason(...agreed)).toContain("all 2 that stand");
  expect(order(one(1, { additions: 9 }), one(2, { additions: 3 }), one(3, { additions: 3 }))).toEqual([2, 3, 1]);
});

test("only what evidence does not tell apart is left to a critic, each change once", () => {
  expect(tied(one(1, {}), one(2, {}), one(3, { fits: false }))).toEqual([1, 2]);
  expect(tied(one(1, { patchSha: "a" }), one(2, { patchSha: "a" }), one(3, { patchSha: "b" }))).toEqual([1]);
  const pairs = ["a", "b", "a", "b"].map((patchSha, index) => one(index + 1, { patchSha }));
  expect(tied(...pairs)).toEqual([1, 2]);
  expect(tied(one(1, null), one(2, {}))).toEqual([2]);
  expect(rankCandidates([one(1, null)])).toEqual({ order: [], tied: [], reason: "" });
});

test("the choice names a rank for each that stands, and what was seen of the others", () => {
  const examined = [one(1, {}), one(2, null), one(3, { additions: 2, strays: ["x.ts"], proofs: 2 })];
  const ranked = rankCandidates(examined);
  const [, third] = ranked.order;
  if (!third) throw new Error("two stand");
  const choice = choiceOf(examined, ranked, { first: third, by: "critic", reason: "it is right" });
  expect(choice).toMatchObject({ chosen: "j3", by: "critic", reason: "it is right" });
  expect(choice.standings.map(({ jobId, rank }) => [jobId, rank])).toEqual([
    ["j1", 2],
    ["j2", null],
    ["j3", 1],
  ]);
  expect(choice.standings[1]?.why).toBe("validation_failed: red");
  expect(choice.standings[2]?.why).toBe(
    "1 file +2 −0, 2 checks green, applies cleanly, beside the expected paths: x.ts",
  );
});

test("whatever is seen of them: nobody that falls is ranked, and the order of the claims changes nothing", () => {
  const some = fc.record({
    fits: fc.boolean(),
    strays: fc.array(fc.constantFrom("a", "b"), { maxLength: 2 }),
    patchSha: fc.constantFrom("x", "y", "z"),
    additions: fc.nat(3),
  });
  fc.assert(
    fc.property(fc.array(fc.option(some), { minLength: 1, maxLength: 8 }), (all) => {
      const examined = all.map((more, index) => one(index + 1, more));
      const there = order(...examined);
      expect(there).toEqual(order(...[...examined].reverse()));
      expect([...there].sort()).toEqual(examined.filter((each) => each.facts).map(({ number }) => number));
      const first = examined.find(({ number }) => number === there[0]);
      const anyFits = examined.some((each) => each.facts?.fits);
      if (first) expect(first.facts?.fits).toBe(anyFits);
    }),
  );
});
