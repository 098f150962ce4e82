import { describe, expect, test } from "bun:test";
import { formatCommit, parseCommit, personLine } from "./commit-object";
import { withCompletionTrailer } from "./completion-trailer";

const bytes = (text: string) => Buffer.from(text, "latin1");

test("a commit comes out as it went in, without its signature", () => {
  const head =
    "tree t1\nparent p1\nparent p2\nauthor \xc3\x84nn <a@b> 1 +0130\ncommitter C <c@d> 2 -0700\nencoding ISO-8859-1\n";
  const signed = `${head}gpgsig -----BEGIN\n parent x\n -----END\n\nsubject\n\nbody \xe9\n`;
  const commit = parseCommit(bytes(signed));
  expect(commit).toMatchObject({
    tree: "t1",
    parents: ["p1", "p2"],
    encoding: "ISO-8859-1",
    message: "subject\n\nbody \xe9\n",
  });
  expect(commit && formatCommit(commit)).toEqual(bytes(`${head}\nsubject\n\nbody \xe9\n`));
  expect(parseCommit(bytes("tree t\n\nno author"))).toBeNull();
});

test("a committer's line cannot bring headers along", () => {
  expect(personLine("Eve\nparent x", "e<v>e@x", 1_700_000_000_999)).toBe("Eveparent x <eve@x> 1700000000 +0000");
  expect(personLine(" ", "", 0)).toBe("Push Pals <> 0 +0000");
});

describe("the trailer", () => {
  const id = "0190a0a0-0000-7000-8000-000000000001";
  const line = `PushPals-Completion: ${id}\n`;
  test("stands in a paragraph of its own, or with the trailers that are there", () => {
    expect(withCompletionTrailer("fix: a thing", id)).toBe(`fix: a thing\n\n${line}`);
    expect(withCompletionTrailer("a\n\nbody\n\n\n", id)).toBe(`a\n\nbody\n\n${line}`);
    expect(withCompletionTrailer("a\n\nbody\n\nCo-authored-by: X <x@y>\n", id)).toBe(
      `a\n\nbody\n\nCo-authored-by: X <x@y>\n${line}`,
    );
    expect(withCompletionTrailer("", id)).toBe(line);
  });
  test("is the only one of its kind", () => {
    const forged = "a\n\nPushPals-Completion: 0190a0a0-0000-7000-8000-00000000dead\n";
    expect(withCompletionTrailer(forged, id)).toBe(`a\n\n${line}`);
    expect(withCompletionTrailer(`a\n\nx\n pushpals-completion : y\nz`, id)).toBe(`a\n\nx\nz\n\n${line}`);
  });
});
