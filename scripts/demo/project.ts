import { mkdir, writeFile } from "node:fs/promises";
import { dirname, join } from "node:path";
import { git } from "@pushpals/shared/git";

/** A small shop with tests and without dependencies: what the demo's team works on. */
export const FILES: Record<string, string> = {
  "README.md": "# Tea shop\n\nThe till of Leaf & Co, in a few lines.\n",
  "package.json": `${JSON.stringify({ name: "tea-shop", private: true, type: "module" }, null, 2)}\n`,
  "docs/brewing.md": "# Brewing\n\nLeaf & Co brews green tea at 80 °C.\n",
  "docs/prices.md": "# Prices\n\nAll prices of Leaf & Co are net.\n",
  "src/price.ts": `export const TAX_RATE = 0.19;

/** Price with tax, in cents. */
export const gross = (net: number): number => Math.round(net * (1 + TAX_RATE));
`,
  "src/price.test.ts": `import { expect, test } from "bun:test";
import { gross } from "./price";

test("tax is added", () => {
  expect(gross(1_000)).toBe(1_190);
});
`,
  "src/basket.ts": `import { roundToCents } from "./rounding";

// roundToCents(x) is called for each line and for the sum.
export function total(lines: { price: number; count: number }[]): number {
  const sums = lines.map((line) => roundToCents(line.price * line.count));
  return roundToCents(sums.reduce((a, b) => a + b, 0));
}
`,
  "src/basket.test.ts": `import { expect, test } from "bun:test";
import { total } from "./basket";

test("a basket is added up", () => {
  expect(total([{ price: 250, count: 2 }, { price: 99.6, count: 1 }])).toBe(600);
});
`,
  "src/rounding.ts": "export const roundToCents = (value: number): number => Math.round(value);\n",
  "src/stock.ts": `/** What is left after a sale. */
export const remaining = (stock: number, sold: number): number => stock - sold;
`,
  "src/stock.test.ts": `import { expect, test } from "bun:test";
import { remaining } from "./stock";

test("a sale lowers the stock", () => {
  expect(remaining(10, 3)).toBe(7);
});
`,
};

export interface DemoProject {
  /** The person's checkout. */
  dir: string;
  /** The bare remote, named `origin`. */
  remote: string;
  /** Head of `main`, which nobody but the person moves. */
  mainSha: string;
}

const PERSON = {
  GIT_AUTHOR_NAME: "Demo Person",
  GIT_AUTHOR_EMAIL: "demo@example.org",
  GIT_COMMITTER_NAME: "Demo Person",
  GIT_COMMITTER_EMAIL: "demo@example.org",
};

/** Makes the checkout and its remote below `root`. */
export async function makeProject(root: string): Promise<DemoProject> {
  const dir = join(root, "tea-shop");
  const remote = join(root, "remote.git");
  for (const [path, content] of Object.entries(FILES)) {
    await mkdir(dirname(join(dir, path)), { recursive: true });
    await writeFile(join(dir, path), content);
  }
  const own = { gitDir: join(dir, ".git"), workTree: dir, env: PERSON };
  const steps: [string[], typeof own | { cwd: string }][] = [
    [["init", "--quiet", "--bare", "--initial-branch=main", remote], { cwd: root }],
    [["init", "--quiet", "--initial-branch=main", dir], { cwd: root }],
    [["config", "user.name", PERSON.GIT_AUTHOR_NAME], own],
    [["config", "user.email", PERSON.GIT_AUTHOR_EMAIL], own],
    [["remote", "add", "origin", remote], own],
    [["add", "--all"], own],
    [["commit", "--quiet", "--message=Open the shop"], own],
    [["push", "--quiet", "origin", "main"], own],
  ];
  for (const [args, options] of steps) {
    const done = await git(args, options);
    if (!done.ok) throw new Error(`git ${args[0]}: ${done.stderr}`);
  }
  const head = await git(["rev-parse", "HEAD"], own);
  return { dir, remote, mainSha: head.stdout.trim() };
}
