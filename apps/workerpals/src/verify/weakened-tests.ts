import type { DiffSummary } from "@pushpals/protocol";

const TEST_PATH =
  /(^|\/)(tests?|__tests__|specs?|e2e)\/|(^|\/)(test_[^/]*\.py|[^/]*[._-](test|spec)\.[a-z]+|[^/]*_(test|spec)\.(go|py|rb|exs?)|[^/]*Tests?\.(java|kt|cs|swift))$/;
const CASE =
  /\b[xf]?(?:test|it)(?:\.[a-z]+(?:\([^)]*\))?)*\s*\(\s*["'`]|\bdef\s+test_?\w*\s*\(|\bfunc\s+Test\w*\s*\(|#\[(?:\w+::)?test\]|@(?:Parameterized)?Test\b/;
const ASSERTION = /\b(?:expect|assert\w*|should|require)\b|\bt\.(?:Error|Fatal)f?\s*\(/;
const SWITCHED_OFF =
  /\b(?:test|it|describe)\.(?:skip|only|todo|failing)\b|\b[xf](?:it|describe|test)\s*\(|@(?:pytest\.mark\.(?:skip|xfail)|unittest\.skip|Ignore\b|Disabled\b)|\bt\.Skip(?:f|Now)?\s*\(|#\[ignore\b/;

interface Lines {
  added: string[];
  removed: string[];
}

/**
 * What a change takes away from the tests, by rule: test files deleted, or moved to where nothing runs them; fewer
 * cases or assertions than before in a file; cases that are skipped, or that keep others from running. One sentence a
 * finding. Paths that the task names itself are its own to change.
 */
export function weakenedTests(diff: DiffSummary, patch: string, namedByTask: readonly string[] = []): string[] {
  const named = new Set(namedByTask);
  const files = diff.files.filter((file) => !named.has(file.path) && !named.has(file.from ?? file.path));
  const gone = files.flatMap(({ path, from, status }) => {
    if (status === "deleted" && TEST_PATH.test(path)) return [`The test file ${path} was deleted.`];
    const moved = status === "renamed" && from !== undefined && TEST_PATH.test(from) && !TEST_PATH.test(path);
    return moved ? [`The test file ${from} was renamed to ${path}, where it is no test any more.`] : [];
  });
  const kept = new Set(files.filter((file) => file.status !== "deleted").map((file) => file.path));
  const changed = [...linesOf(patch)].filter(([path]) => kept.has(path) && TEST_PATH.test(path));
  return [...gone, ...changed.flatMap(([path, lines]) => weakenedIn(path, lines))];
}

function weakenedIn(path: string, { added, removed }: Lines): string[] {
  const net = (what: RegExp) => count(added, what) - count(removed, what);
  const cases = net(CASE);
  const assertions = net(ASSERTION);
  const off = net(SWITCHED_OFF);
  return [
    ...(cases < 0 ? [`${path} has ${-cases} test ${cases === -1 ? "case" : "cases"} less than before.`] : []),
    ...(cases >= 0 && assertions < 0
      ? [`${path} has ${-assertions} ${assertions === -1 ? "assertion" : "assertions"} less than before.`]
      : []),
    ...(off > 0 ? [`${path} skips tests that ran before, or keeps others from running (skip, only).`] : []),
  ];
}

const count = (lines: readonly string[], what: RegExp): number => lines.filter((line) => what.test(line)).length;

/** Added and removed lines of a unified diff, by the path after the change. */
function linesOf(patch: string): Map<string, Lines> {
  const files = new Map<string, Lines>();
  let current: Lines | null = null;
  let inHunk = false;
  for (const line of patch.split("\n")) {
    if (line.startsWith("diff --git ")) {
      current = null;
      inHunk = false;
    } else if (!inHunk && line.startsWith("+++ ")) {
      current = { added: [], removed: [] };
      files.set(pathOf(line.slice(4)), current);
    } else if (line.startsWith("@@ ")) inHunk = true;
    else if (inHunk && line.startsWith("+")) current?.added.push(line.slice(1));
    else if (inHunk && line.startsWith("-")) current?.removed.push(line.slice(1));
  }
  return files;
}

const pathOf = (name: string): string =>
  name
    .replace(/\t.*$/, "")
    .replace(/^"?b\//, "")
    .replace(/"$/, "");
