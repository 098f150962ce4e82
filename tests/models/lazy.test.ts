import { expect, test } from "bun:test";
import { join } from "node:path";
import { projectRoot } from "@pushpals/shared/config";

test("the AI SDK is loaded only when a model is asked: without one it costs no time at the start", async () => {
  const entrypoints = ["apps/remotebuddy/src/main.ts", "apps/cli/src/main.ts"].map((path) => join(projectRoot(), path));
  const built = await Bun.build({ entrypoints, target: "bun", external: ["ai", "@ai-sdk/*", "@ast-grep/*"] });
  const imports = await Promise.all(
    built.outputs.map(async (output) => new Bun.Transpiler({ loader: "js" }).scanImports(await output.text())),
  );
  const ofModels = imports.flat().filter(({ path }) => /^(ai$|@ai-sdk\/)/.test(path));
  expect([...new Set(ofModels.map(({ kind }) => kind))]).toEqual(["dynamic-import"]);
  expect(new Set(ofModels.map(({ path }) => path)).size).toBe(5);
});
