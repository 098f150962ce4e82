import { describe, expect, test } from "bun:test";
import { fixedPrefix, pathAndAncestors, pathsOverlap } from "./paths";

describe("paths", () => {
  test("a glob counts as the directory that it starts from", () => {
    expect(fixedPrefix("src/**/*.ts")).toBe("src");
    expect(fixedPrefix("src/a-?.ts")).toBe("src");
    expect(fixedPrefix("**")).toBe("");
    expect(fixedPrefix("*.md")).toBe("");
    expect(fixedPrefix("src/a/b.ts")).toBe("src/a/b.ts");
    expect(fixedPrefix("app/{a,b}/c.ts")).toBe("app");
    expect(fixedPrefix("./src//a.ts")).toBe("src/a.ts");
  });

  test("overlap is sameness or containment, by whole parts, both ways", () => {
    expect(pathsOverlap("src", "src/a.ts")).toBe(true);
    expect(pathsOverlap("src/a.ts", "src")).toBe(true);
    expect(pathsOverlap("src", "src2/a.ts")).toBe(false);
    expect(pathsOverlap("src/a.ts", "src/b.ts")).toBe(false);
    expect(pathsOverlap("src/a.ts", "src/*.ts")).toBe(true);
    expect(pathsOverlap("**", "docs/x.md")).toBe(true);
  });

  test("ancestors go from the repository down to the path", () => {
    expect(pathAndAncestors("a/b/c")).toEqual(["", "a", "a/b", "a/b/c"]);
    expect(pathAndAncestors("")).toEqual([""]);
  });
});
