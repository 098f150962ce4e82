import { expect, test } from "bun:test";
import type { ChangedFile, DiffSummary } from "@pushpals/protocol";
import { highRiskReasons } from "./high-risk";

const diff = (paths: string[], more: Partial<DiffSummary> = {}): DiffSummary => ({
  sha256: "0".repeat(64),
  fileCount: paths.length,
  additions: 1,
  deletions: 0,
  files: paths.map((path): ChangedFile => ({ path, status: "modified", additions: 1, deletions: 0 })),
  ...more,
});

test("size alone is a reason from the first line above the limit", () => {
  expect(highRiskReasons(diff(["a.ts"], { fileCount: 50, deletions: 500 }))).toEqual([]);
  expect(highRiskReasons(diff(["a.ts"], { fileCount: 51 }))).toEqual(["it changes 51 files"]);
  expect(highRiskReasons(diff(["a.ts"], { deletions: 501 }))).toEqual(["it deletes 501 lines"]);
});

test("files that decide what runs elsewhere are a reason, wherever they are", () => {
  for (const path of [
    ".github/workflows/ci.yml",
    ".gitlab-ci.yml",
    "Jenkinsfile",
    "bun.lock",
    "a/yarn.lock",
    "a/package.json",
    "Dockerfile",
    "requirements-dev.txt",
    ".husky/pre-push",
    ".gitattributes",
  ])
    expect(highRiskReasons(diff([path]))).toHaveLength(1);
  for (const path of ["src/package.json.ts", "docs/.github.md", "src/dockerfiles/readme.md", "a.txt"])
    expect(highRiskReasons(diff([path]))).toEqual([]);
});

test("moving a sensitive file away counts as touching it", () => {
  const moved = diff([]);
  moved.files.push({
    path: "old.yml",
    from: ".github/workflows/ci.yml",
    status: "renamed",
    additions: 0,
    deletions: 0,
  });
  expect(highRiskReasons(moved)).toEqual(["it touches a CI configuration: .github/workflows/ci.yml"]);
});
