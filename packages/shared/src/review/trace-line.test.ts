import { afterAll, beforeAll, describe, expect, test } from "bun:test";
import { commitFiles, type Fixture, makeFixture, userGit } from "../git/testing/fixture";
import { findPaths, traceLine } from "./trace-line";

let fixture: Fixture;
let place: { mirrorDir: string; integration: string; base: string };
let second: string;
beforeAll(async () => {
  fixture = await makeFixture();
  second = await commitFiles(
    fixture.user,
    { "src/a.txt": "one\ndeux\nthree\n", "src/é x.txt": "é\r\n" },
    "In French\n\nbody",
  );
  place = { mirrorDir: `${fixture.user}/.git`, integration: "main_agents", base: "main" };
});
afterAll(() => fixture.remove());

describe("the origin of a line", () => {
  test("is the commit that brought it, on the integration branch or before that exists on the base branch", async () => {
    const found = await traceLine(place, { path: "src/a.txt", line: 2 });
    expect(found).toMatchObject({
      ok: true,
      text: "deux",
      commitSha: second,
      rev: second,
      author: "Ada",
      subject: "In French",
    });
    expect(found.ok && Math.abs(found.committedAt - Date.now())).toBeLessThan(3_600_000);
    expect(await traceLine(place, { path: "src/a.txt", line: 1 })).toMatchObject({
      commitSha: fixture.head,
      text: "one",
    });
    expect(await traceLine(place, { path: "src/é x.txt", line: 1 })).toMatchObject({ text: "é" });
    await userGit(fixture.user, "branch", "main_agents", fixture.head);
    expect(await traceLine(place, { path: "src/a.txt", line: 2 })).toMatchObject({ text: "two", rev: fixture.head });
    expect(await traceLine(place, { path: "src/a.txt", line: 2, rev: "main" })).toMatchObject({ text: "deux" });
    expect(await traceLine(place, { path: "src/a.txt", line: 2, rev: second })).toMatchObject({ text: "deux" });
  });

  test("that is not there is told so", async () => {
    const said = async (path: string, line: number, rev = "main") => {
      const found = await traceLine(place, { path, line, rev });
      return found.ok ? found.text : `${found.code}: ${found.message}`;
    };
    expect(await said("src/a.txt", 4)).toBe("not_found: src/a.txt has 3 lines, so there is no line 4.");
    expect(await said("src/nothing.txt", 1)).toStartWith("not_found: There is no file src/nothing.txt in ");
    expect(await said("src/a.txt", 1, "nowhere")).toContain("has no nowhere yet");
    expect(await said("src/a.txt", 1, "0".repeat(40))).toStartWith("not_found");
  });
});

test("paths are found by any part of them, those that begin with it first", async () => {
  const paths = async (text: string, limit = 9) => {
    const found = await findPaths(place, { text, rev: "main", limit });
    return found.ok ? [found.paths, found.more] : found;
  };
  expect(await paths("A")).toEqual([["README.md", "src/a.txt"], false]);
  expect(await paths("src/")).toEqual([["src/a.txt", "src/é x.txt"], false]);
  expect(await paths("r")).toEqual([["README.md", "src/a.txt", "src/é x.txt"], false]);
  expect(await paths("", 1)).toEqual([["README.md"], true]);
});
