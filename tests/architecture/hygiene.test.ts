import { describe, expect, test } from "bun:test";
import { basename, dirname } from "node:path";
import { projectFiles, readProjectFile } from "./project-files";

const SOURCES = /\.(ts|tsx|mjs|cjs|js|json|toml|sh)$/;
/** Written in parts, so that this file does not hold what it looks for. */
const word = (...parts: string[]): string => parts.join("");

const SILENCERS = [
  word("biome", "-ignore"),
  word("@ts", "-ignore"),
  word("@ts", "-expect-error"),
  word("@ts", "-nocheck"),
  word("dependency-cruiser", "-disable"),
  word("eslint", "-disable"),
];
const UNFINISHED = new RegExp(
  `(//|/?\\*|#).*\\b(${[word("TO", "DO"), word("FIX", "ME"), word("X", "XX"), word("HA", "CK")].join("|")})\\b`,
);

/** Names that say nothing of what is inside. */
const EMPTY_NAMES = new Set(["util", "utils", "helper", "helpers", "manager", "misc", "stuff", "lib2", "temp", "tmp"]);
const KEBAB = /^[a-z0-9]+(-[a-z0-9]+)*(\.[a-z0-9]+(-[a-z0-9]+)*)*$/;
/** Names of the product, and of files whose place and form a tool prescribes. */
const PRESCRIBED = /^(source_control_manager|\[[\w.-]+\](\.tsx)?|\+[\w.-]+|_[\w.-]+|\([\w.-]+\)|default\.toml)$/;

describe("the tree", () => {
  test("silences no check", () => {
    const found = projectFiles(SOURCES).flatMap((path) => {
      const text = readProjectFile(path);
      return SILENCERS.filter((silencer) => text.includes(silencer)).map((silencer) => `${path}: ${silencer}`);
    });
    expect(found).toEqual([]);
  });

  test("holds nothing that is marked as unfinished", () => {
    expect(projectFiles(/\.(ts|tsx|mjs|js|sh|toml)$/).filter((path) => UNFINISHED.test(readProjectFile(path)))).toEqual(
      [],
    );
  });

  test("has file names in kebab-case that say what is inside", () => {
    const bad = projectFiles(/^(apps|packages|scripts|tests|bench|config|prompts)\//).filter((path) => {
      const parts = path.split("/");
      const stem = (basename(path).split(".")[0] ?? "").toLowerCase();
      const misnamed = parts.filter((part) => !KEBAB.test(part) && !PRESCRIBED.test(part));
      const empty = [...parts.slice(0, -1), stem].filter((part) => EMPTY_NAMES.has(part));
      return !isAsset(path) && (misnamed.length > 0 || empty.length > 0 || stem.endsWith("_main"));
    });
    expect(bad).toEqual([]);
  });

  test("does not repeat a folder's name in its files' names", () => {
    const repeated = projectFiles(/^(apps|packages|scripts)\/.*\.ts$/).filter((path) => {
      const folder = basename(dirname(path));
      return basename(path) === `${folder}-${folder}.ts` || basename(path).startsWith(`${folder}_`);
    });
    expect(repeated).toEqual([]);
  });
});

const isAsset = (path: string): boolean => /\.(png|svg|ico|ttf|otf|woff2?|webp|jpg)$/.test(path);
