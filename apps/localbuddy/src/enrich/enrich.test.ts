import { afterAll, beforeAll, expect, test } from "bun:test";
import { requestContext } from "@pushpals/protocol";
import { makeRepository, type TestRepository } from "../testing/repository";
import { enrich } from "./enrich";
import { symbolNames, wordsLikePaths } from "./names";

let repository: TestRepository;

beforeAll(() => {
  repository = makeRepository({
    "src/price.ts": "export function totalPrice() {}\nexport class ShopCart {}\n",
    "src/use.ts": "totalPrice();\n",
    "long.txt": "x".repeat(700_000),
    ".gitignore": ".env\n",
    ".env": "KEY=1\n",
  });
});
afterAll(() => repository.remove());

const facts = (prompt: string, script = false) => enrich({ repositoryPath: repository.dir, prompt, script });

test("files that are named exactly, and where named symbols are defined", async () => {
  const found = await facts(
    "In `src/price.ts:1`, make totalPrice() round up; ShopCart too. See .env, nosuch.ts, long.txt.",
  );
  expect(requestContext.parse(found)).toEqual({
    branch: "main",
    head: repository.git("rev-parse", "HEAD").trim(),
    dirty: false,
    files: [{ path: "src/price.ts", lines: 2, excerpt: "export function totalPrice() {}\nexport class ShopCart {}" }],
    symbols: [
      { name: "totalPrice", path: "src/price.ts", line: 1 },
      { name: "ShopCart", path: "src/price.ts", line: 2 },
    ],
  });
});

test("a script gets branch and head only", async () => {
  expect(await facts("/delete src/price.ts", true)).toMatchObject({ branch: "main", files: [], symbols: [] });
});

test("no repository: no facts, and no failure", async () => {
  expect(await enrich({ repositoryPath: repository.root, prompt: "x", script: false })).toBeNull();
});

test("names are taken from the words, not invented", () => {
  expect(wordsLikePaths("fix ./src/a.ts:12-14, (docs/b.md) and `c.ts`.")).toEqual(
    expect.arrayContaining(["src/a.ts", "docs/b.md", "c.ts"]),
  );
  expect(symbolNames("the `load` of userName, snake_case and ShopCart; not Hello or world")).toEqual([
    "load",
    "userName",
    "snake_case",
    "ShopCart",
  ]);
  expect(symbolNames("`a|b` `$(id)` `.*`")).toEqual([]);
});
