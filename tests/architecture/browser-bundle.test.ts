import { expect, test } from "bun:test";
import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { builtinModules } from "node:module";
import { tmpdir } from "node:os";
import { join, resolve } from "node:path";

const PROJECT = resolve(import.meta.dir, "../..");

/** Bundles all of some packages for a browser; answers the code and the imports of Bun and Node found on the way. */
async function bundle(imports: readonly string[]): Promise<{ code: string; foreign: string[] }> {
  const dir = mkdtempSync(join(tmpdir(), "pushpals-bundle-"));
  try {
    const entry = join(dir, "entry.ts");
    const lines = imports.map((path, i) => `import * as m${i} from ${JSON.stringify(path)};\nconsole.log(m${i});`);
    writeFileSync(entry, lines.join("\n"));
    const foreign: string[] = [];
    const names = new Set(builtinModules.filter((name) => !name.startsWith("_")));
    const built = await Bun.build({
      entrypoints: [entry],
      target: "browser",
      plugins: [
        {
          name: "foreign imports",
          setup: (build) => {
            build.onResolve({ filter: /^[a-z]/ }, ({ path, importer }) => {
              if (names.has(path) || /^(node|bun):/.test(path) || path === "bun")
                foreign.push(`${importer} -> ${path}`);
              return undefined;
            });
          },
        },
      ],
    });
    const [output] = built.outputs;
    return { code: (await output?.text()) ?? "", foreign };
  } finally {
    rmSync(dir, { recursive: true, force: true });
  }
}

test("protocol and sdk bundle for a browser, without a line that needs Bun or Node", async () => {
  const { code, foreign } = await bundle(
    ["protocol", "sdk"].map((name) => join(PROJECT, `packages/${name}/src/index.ts`)),
  );
  expect(foreign).toEqual([]);
  expect(code.length).toBeGreaterThan(10_000);
  expect(code.match(/\bBun\.\w+|\brequire\("(node|bun):[^"]+"\)|\bprocess\.(?!env\b)\w+/g) ?? []).toEqual([]);
});

test("what needs Bun is found when it gets in", async () => {
  const { foreign } = await bundle([join(PROJECT, "packages/shared/src/process/index.ts")]);
  expect(foreign.join("\n")).toContain("node:");
});
