import { describe, expect, test } from "bun:test";
import type { DiffSummary } from "@pushpals/protocol";
import { weakenedTests } from "./weakened-tests";

type File = DiffSummary["files"][number];
const file = (path: string, status: File["status"] = "modified", from?: string): File => ({
  path,
  status,
  additions: 1,
  deletions: 1,
  ...(from === undefined ? {} : { from }),
});
const summary = (...files: File[]): DiffSummary => ({
  sha256: "0".repeat(64),
  fileCount: files.length,
  additions: 0,
  deletions: 0,
  files,
});
const patchOf = (path: string, ...lines: string[]) =>
  `diff --git a/${path} b/${path}\n--- a/${path}\n+++ b/${path}\n@@ -1 +1 @@\n${lines.join("\n")}\n`;
const inFile = (path: string, ...lines: string[]) => weakenedTests(summary(file(path)), patchOf(path, ...lines));

describe("found", () => {
  test("a test file that is deleted, or moved to where nothing runs it", () => {
    expect(weakenedTests(summary(file("src/a.test.ts", "deleted")), "")).toHaveLength(1);
    expect(weakenedTests(summary(file("tests/test_a.py", "deleted")), "")).toHaveLength(1);
    expect(weakenedTests(summary(file("src/a.old", "renamed", "src/a.test.ts")), "")[0]).toContain("src/a.old");
  });

  const cases: [string, string[]][] = [
    ["src/a.test.ts", ['-test("adds", () => {']],
    ["src/a.spec.js", ["-  it('adds', function () {"]],
    ["tests/test_a.py", ["-def test_adds():"]],
    ["a_test.go", ["-func TestAdds(t *testing.T) {"]],
    ["tests/a.rs", ["-#[test]"]],
    ["src/a.test.ts", ["-  expect(add(1, 2)).toBe(3);", "+  add(1, 2);"]],
    ["tests/test_a.py", ["-    assert add(1, 2) == 3", "+    pass"]],
    ["src/a.test.ts", ['-test("adds", () => {', '+test.skip("adds", () => {']],
    ["src/a.test.ts", ['-test("adds", () => {', '+test.only("adds", () => {']],
    ["src/a.test.ts", ['-  it("adds", () => {', '+  xit("adds", () => {']],
    ["tests/test_a.py", ["+@pytest.mark.skip", " def test_adds():"]],
    ["a_test.go", ['+  t.Skip("later")']],
  ];
  for (const [path, lines] of cases)
    test(`${path}: ${lines.join(" ")}`, () => expect(inFile(path, ...lines)).toHaveLength(1));
});

describe("not found", () => {
  const cases: [string, string[]][] = [
    ["src/a.test.ts", ['-test("adds", () => {', '+test("adds numbers", () => {']],
    ["src/a.test.ts", ["-  expect(add(1, 2)).toBe(4);", "+  expect(add(1, 2)).toBe(3);"]],
    ["src/a.test.ts", ['+test("more", () => {', "+  expect(1).toBe(1);"]],
    ["src/a.test.ts", ['-test.skip("adds", () => {', '+test("adds", () => {']],
    ["src/a.ts", ["-  assert(x);", "-  test('x');"]],
    ["src/latest.ts", ["-  expect(x);"]],
  ];
  for (const [path, lines] of cases)
    test(`${path}: ${lines.join(" ")}`, () => expect(inFile(path, ...lines)).toEqual([]));

  test("what the task itself names", () => {
    expect(weakenedTests(summary(file("src/a.test.ts", "deleted")), "", ["src/a.test.ts"])).toEqual([]);
    expect(weakenedTests(summary(file("src/a.test.ts", "deleted")), "", ["src/**"])).toHaveLength(1);
  });

  test("a source file that is deleted", () => {
    expect(weakenedTests(summary(file("src/a.ts", "deleted"), file("src/b.ts", "added")), "")).toEqual([]);
  });
});
