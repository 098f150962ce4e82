import type { FailureCode } from "@pushpals/protocol";
import { FILES } from "./project";

/** One message of the demo, and what has to come of it. */
export interface DemoRequest {
  /** What it shows, for the table at the end. */
  title: string;
  text: string;
  expected:
    | { outcome: "answered_locally" }
    | { outcome: "landed" | "completed" }
    | { outcome: "failed"; code: FailureCode };
  /** Files after it landed; null for one that is gone. */
  files?: Record<string, string | null>;
  /** Sent once the one before it was taken in: the order of the two matters. */
  afterPrevious?: boolean;
}

const file = (path: string): string => FILES[path] ?? "";
const block = (language: string, content: string): string => `\`\`\`${language}\n${content}\`\`\``;

const DISCOUNT = `/** Price after a discount in percent, in cents. */
export const discounted = (price: number, percent: number): number => Math.round(price * (1 - percent / 100));
`;
const DISCOUNT_TEST = `import { expect, test } from "bun:test";
import { discounted } from "./discount";

test("a discount lowers the price", () => {
  expect(discounted(1_000, 15)).toBe(850);
});
`;

const taxPatch = (rate: string, price: string): string =>
  `/patch\n${block(
    "diff",
    `diff --git a/src/price.ts b/src/price.ts
--- a/src/price.ts
+++ b/src/price.ts
@@ -1,4 +1,4 @@
-export const TAX_RATE = 0.19;
+export const TAX_RATE = ${rate};
 
 /** Price with tax, in cents. */
 export const gross = (net: number): number => Math.round(net * (1 + TAX_RATE));
diff --git a/src/price.test.ts b/src/price.test.ts
--- a/src/price.test.ts
+++ b/src/price.test.ts
@@ -3,4 +3,4 @@
 
 test("tax is added", () => {
-  expect(gross(1_000)).toBe(1_190);
+  expect(gross(1_000)).toBe(${price});
 });
`,
  )}`;

/** At least one of each kind of work, and the ways in which work is refused. `testCommand` runs the project's tests. */
export function demoRequests(testCommand: string): DemoRequest[] {
  return [
    {
      title: "Write a module and its test",
      text: `/write src/discount.ts\n${block("ts", DISCOUNT)}\n/write src/discount.test.ts\n${block("ts", DISCOUNT_TEST)}`,
      expected: { outcome: "landed" },
      files: { "src/discount.ts": DISCOUNT, "src/discount.test.ts": DISCOUNT_TEST },
    },
    {
      title: "Rename a file, in plain words",
      text: "rename docs/brewing.md to docs/how-to-brew.md",
      expected: { outcome: "landed" },
      files: {
        "docs/brewing.md": null,
        "docs/how-to-brew.md": file("docs/brewing.md").replace("Leaf & Co", "Leaf & Sons"),
      },
    },
    {
      title: "Replace a name across globs",
      text: '/replace "Leaf & Co" "Leaf & Sons" in README.md docs/**/*.md',
      expected: { outcome: "landed" },
      files: {
        "README.md": file("README.md").replace("Leaf & Co", "Leaf & Sons"),
        "docs/prices.md": file("docs/prices.md").replace("Leaf & Co", "Leaf & Sons"),
      },
    },
    {
      title: "Rewrite calls by syntax, not by text",
      text: "/rewrite ts `roundToCents($A)` => `Math.round($A)` in src/basket.ts",
      expected: { outcome: "landed" },
      files: {
        "src/basket.ts": file("src/basket.ts")
          .replace("roundToCents(line.price", "Math.round(line.price")
          .replace("roundToCents(sums", "Math.round(sums"),
      },
    },
    {
      title: "Apply a patch to two files",
      text: taxPatch("0.2", "1_200"),
      expected: { outcome: "landed" },
      files: {
        "src/price.ts": file("src/price.ts").replace("0.19", "0.2"),
        "src/price.test.ts": file("src/price.test.ts").replace("1_190", "1_200"),
      },
    },
    {
      title: "A patch against the lines as they were",
      text: taxPatch("0.07", "1_070"),
      expected: { outcome: "failed", code: "patch_does_not_apply" },
      afterPrevious: true,
    },
    {
      title: "A change that breaks the tests",
      text: '/replace "stock - sold" "stock + sold" in src/stock.ts',
      expected: { outcome: "failed", code: "validation_failed" },
    },
    { title: "Run the tests in the sandbox", text: `/run ${testCommand}`, expected: { outcome: "completed" } },
    {
      title: "A question, answered at the desk",
      text: "/show src/stock.ts",
      expected: { outcome: "answered_locally" },
    },
  ];
}

/** The tree of the integration branch once all that should land has landed. */
export function expectedTree(requests: readonly DemoRequest[]): Map<string, string> {
  const tree = new Map(Object.entries(FILES));
  for (const { files } of requests)
    for (const [path, content] of Object.entries(files ?? {})) {
      if (content === null) tree.delete(path);
      else tree.set(path, content);
    }
  return tree;
}
