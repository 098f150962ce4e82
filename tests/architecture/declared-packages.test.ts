import { describe, expect, test } from "bun:test";
import { builtinModules } from "node:module";
import { preProcessFile } from "typescript";
import { projectFiles, readProjectFile } from "./project-files";

interface Manifest {
  name: string;
  dependencies?: Record<string, string>;
  devDependencies?: Record<string, string>;
}

const BUILT_IN = new Set([...builtinModules, "bun"]);
const isBuiltIn = (name: string) => BUILT_IN.has(name) || name.startsWith("node:") || name.startsWith("bun:");

/** Names of the packages that the sources below a folder import, types included. */
function importedBy(folder: string, includeTests: boolean): Set<string> {
  const names = new Set<string>();
  for (const path of projectFiles(/\.tsx?$/).filter((path) => path.startsWith(`${folder}/src/`))) {
    if (!includeTests && path.includes(".test.")) continue;
    for (const { fileName } of preProcessFile(readProjectFile(path)).importedFiles) {
      const name = packageOf(fileName);
      if (name !== null && !isBuiltIn(name)) names.add(name);
    }
  }
  return names;
}

/** `@scope/name/path` and `name/path` without the path; null for a file. */
const packageOf = (specifier: string): string | null =>
  specifier.startsWith(".") ? null : (/^(@[^/]+\/)?[^/]+/.exec(specifier)?.[0] ?? null);

// The packages of the workspace are linked at its root too, so a missing declaration would not be seen at run time.
describe("what a package declares", () => {
  const root = JSON.parse(readProjectFile("package.json")) as Manifest;
  const folders = projectFiles(/^(apps|packages)\/[^/]+\/package\.json$/).map((path) =>
    path.replace("/package.json", ""),
  );

  for (const folder of folders) {
    const manifest = JSON.parse(readProjectFile(`${folder}/package.json`)) as Manifest;
    const declared = new Set(Object.keys(manifest.dependencies ?? {}));

    test(`${folder} names all that it imports`, () => {
      const known = new Set([...declared, ...Object.keys(manifest.devDependencies ?? {})]);
      expect([...importedBy(folder, false)].filter((name) => !known.has(name) && name !== manifest.name)).toEqual([]);
    });

    test(`the tests of ${folder} import what it or the root names`, () => {
      const known = new Set([...declared, ...Object.keys({ ...manifest.devDependencies, ...root.devDependencies })]);
      expect([...importedBy(folder, true)].filter((name) => !known.has(name) && name !== manifest.name)).toEqual([]);
    });

    if (folder !== "apps/client")
      test(`${folder} imports all that it names`, () => {
        const imported = importedBy(folder, true);
        expect([...declared].filter((name) => !imported.has(name))).toEqual([]);
      });
  }
});
