import { afterAll, beforeAll, describe, expect, test } from "bun:test";
import { cpSync, mkdirSync, mkdtempSync, realpathSync, rmSync, symlinkSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { dirname, join, resolve } from "node:path";

const PROJECT = resolve(import.meta.dir, "../..");
const CRUISER = join(PROJECT, "node_modules/dependency-cruiser/bin/dependency-cruiser.mjs");

const RULES = join(PROJECT, ".dependency-cruiser.mjs");

interface Violation {
  rule: string;
  from: string;
  to: string;
}

/** A small project that keeps all rules. */
const CLEAN: Record<string, string> = {
  "package.json": json({ name: "tree", workspaces: ["apps/*", "packages/*"], devDependencies: { tool: "1.0.0" } }),
  "node_modules/zod/package.json": json({ name: "zod", version: "1.0.0", main: "index.js" }),
  "node_modules/zod/index.js": "export const z = 1;",
  "node_modules/tool/package.json": json({ name: "tool", version: "1.0.0", main: "index.js" }),
  "node_modules/tool/index.js": "export const tool = 1;",
  "packages/protocol/package.json": json({
    name: "@pushpals/protocol",
    exports: { ".": "./src/index.ts" },
    dependencies: { zod: "1.0.0" },
  }),
  "packages/protocol/src/index.ts": 'import { z } from "zod"; export const protocol = z;',
  "packages/sdk/package.json": json({
    name: "@pushpals/sdk",
    exports: { ".": "./src/index.ts" },
    dependencies: { "@pushpals/protocol": "workspace:*" },
  }),
  "packages/sdk/src/index.ts": 'import { protocol } from "@pushpals/protocol"; export const sdk = protocol;',
  "packages/shared/package.json": json({
    name: "@pushpals/shared",
    exports: { "./log": "./src/log/index.ts" },
    dependencies: { "@pushpals/sdk": "workspace:*" },
  }),
  "packages/shared/src/log/index.ts": 'import { sdk } from "@pushpals/sdk"; export const log = sdk;',
  "apps/server/package.json": json({
    name: "@pushpals/server",
    exports: { ".": "./src/main.ts" },
    dependencies: { "@pushpals/shared": "workspace:*" },
    devDependencies: { tool: "1.0.0" },
  }),
  "apps/server/src/main.ts": 'import "@pushpals/shared/log"; import { app } from "./app"; export const main = app;',
  "apps/server/src/app.ts": 'import { route } from "./routes/jobs"; export const app = route;',
  "apps/server/src/routes/jobs.ts": 'import { claim } from "../jobs/claim-job"; export const route = claim;',
  "apps/server/src/jobs/claim-job.ts":
    'import { queue } from "../queue/queue"; import { feed } from "../events/feed"; export const claim = [queue, feed];',
  "apps/server/src/queue/queue.ts": 'import { store } from "../store/store"; export const queue = store;',
  "apps/server/src/events/feed.ts": 'import { store } from "../store/store"; export const feed = store;',
  "apps/server/src/store/store.ts": "export const store = 1;",
  "apps/cli/package.json": json({ name: "@pushpals/cli", exports: { ".": "./src/main.ts" } }),
  "apps/cli/src/main.ts": 'import { name } from "./name"; export const cli = name;',
  "apps/cli/src/name.ts": "export const name = 1;",
  "scripts/run.ts":
    'import { join } from "node:path"; import { install } from "./setup/install"; await import("./start"); join(install);',
  "scripts/setup/install.ts": 'import { Database } from "bun:sqlite"; export const install = String(Database);',
  "scripts/start.ts": 'import { cli } from "@pushpals/cli"; export const start = cli;',
};

/** What breaks each rule: files added to the clean tree, and the import that has to be found. */
const BREACHES: Record<string, { files: Record<string, string>; from: string; to: string }> = {
  "no-circles": {
    files: {
      "apps/cli/src/main.ts": 'import { name } from "./name"; import { a } from "./a"; export const cli = [name, a];',
      "apps/cli/src/a.ts": 'import { b } from "./b"; export const a = (): unknown => b;',
      "apps/cli/src/b.ts": 'import { a } from "./a"; export const b = (): unknown => a;',
    },
    from: "apps/cli/src/a.ts",
    to: "apps/cli/src/b.ts",
  },
  "no-orphans": {
    files: { "apps/cli/src/alone.ts": "export const alone = 1;" },
    from: "apps/cli/src/alone.ts",
    to: "apps/cli/src/alone.ts",
  },
  "no-dead-modules": {
    files: { "apps/cli/src/dead.ts": 'import { name } from "./name"; export const dead = name;' },
    from: "apps/cli/src/dead.ts",
    to: "apps/cli/src/dead.ts",
  },
  "no-unresolvable": {
    files: { "apps/server/src/app.ts": 'import { route } from "./routes/gone"; export const app = route;' },
    from: "apps/server/src/app.ts",
    to: "./routes/gone",
  },
  "no-undeclared-dependencies": {
    files: { "apps/cli/src/name.ts": 'import { z } from "zod"; export const name = z;' },
    from: "apps/cli/src/name.ts",
    to: "node_modules/zod/index.js",
  },
  "no-development-dependencies-at-run-time": {
    files: { "apps/server/src/app.ts": 'import { tool } from "tool"; export const app = tool;' },
    from: "apps/server/src/app.ts",
    to: "node_modules/tool/index.js",
  },
  "no-import-of-tests": {
    files: {
      "apps/cli/src/name.test.ts": "export const fixture = 1;",
      "apps/cli/src/name.ts": 'import { fixture } from "./name.test"; export const name = fixture;',
    },
    from: "apps/cli/src/name.ts",
    to: "apps/cli/src/name.test.ts",
  },
  "no-import-of-what-is-for-tests": {
    files: {
      "apps/cli/src/testing/fixture.ts": "export const fixture = 1;",
      "apps/cli/src/name.ts": 'import { fixture } from "./testing/fixture"; export const name = fixture;',
    },
    from: "apps/cli/src/name.ts",
    to: "apps/cli/src/testing/fixture.ts",
  },
  "no-app-to-app": {
    files: {
      "apps/cli/src/name.ts": 'import { store } from "../../server/src/store/store"; export const name = store;',
    },
    from: "apps/cli/src/name.ts",
    to: "apps/server/src/store/store.ts",
  },
  "no-product-to-tools": {
    files: {
      "apps/cli/src/name.ts": 'import { install } from "../../../scripts/setup/install"; export const name = install;',
    },
    from: "apps/cli/src/name.ts",
    to: "scripts/setup/install.ts",
  },
  "protocol-imports-zod-only": {
    files: { "packages/protocol/src/index.ts": 'import { join } from "node:path"; export const protocol = join;' },
    from: "packages/protocol/src/index.ts",
    to: "path",
  },
  "sdk-imports-protocol-only": {
    files: { "packages/sdk/src/index.ts": 'import { z } from "zod"; export const sdk = z;' },
    from: "packages/sdk/src/index.ts",
    to: "node_modules/zod/index.js",
  },
  "shared-below-apps": {
    files: {
      "packages/shared/src/log/index.ts":
        'import { name } from "../../../../apps/cli/src/name"; export const log = name;',
    },
    from: "packages/shared/src/log/index.ts",
    to: "apps/cli/src/name.ts",
  },
  "client-imports-protocol-and-sdk-only": {
    files: {
      "apps/client/src/main.ts":
        'import { log } from "../../../packages/shared/src/log/index"; export const client = log;',
    },
    from: "apps/client/src/main.ts",
    to: "packages/shared/src/log/index.ts",
  },
  "server-store-is-the-ground": {
    files: { "apps/server/src/store/store.ts": 'export type { queue } from "../queue/queue"; export const store = 1;' },
    from: "apps/server/src/store/store.ts",
    to: "apps/server/src/queue/queue.ts",
  },
  "server-queue-and-events-know-no-operations": {
    files: { "apps/server/src/queue/queue.ts": 'export { claim as queue } from "../jobs/claim-job";' },
    from: "apps/server/src/queue/queue.ts",
    to: "apps/server/src/jobs/claim-job.ts",
  },
  "server-operations-know-no-routes": {
    files: { "apps/server/src/jobs/claim-job.ts": 'export { route as claim } from "../routes/jobs";' },
    from: "apps/server/src/jobs/claim-job.ts",
    to: "apps/server/src/routes/jobs.ts",
  },
  "server-routes-do-not-touch-the-store": {
    files: { "apps/server/src/routes/jobs.ts": 'import { store } from "../store/store"; export const route = store;' },
    from: "apps/server/src/routes/jobs.ts",
    to: "apps/server/src/store/store.ts",
  },
  "run-needs-nothing-installed": {
    files: {
      "scripts/run.ts":
        'import { tool } from "tool"; import { install } from "./setup/install"; await import("./start"); install + tool;',
    },
    from: "scripts/run.ts",
    to: "node_modules/tool/index.js",
  },
};

describe("the import rules", () => {
  let root: string;
  const places = new Map<string, string>();

  beforeAll(() => {
    root = realpathSync(mkdtempSync(join(tmpdir(), "pushpals-rules-")));
    places.set("clean", makeTree(join(root, "clean"), CLEAN));
    for (const [rule, { files }] of Object.entries(BREACHES))
      places.set(rule, makeTree(join(root, rule), { ...CLEAN, ...files }));
  });

  afterAll(() => rmSync(root, { recursive: true, force: true }));

  const cruise = async (name: string): Promise<Violation[]> => await violationsIn(places.get(name) ?? "");

  test("a tree that keeps them passes", async () => {
    expect(await cruise("clean")).toEqual([]);
  });

  test("each of them has a breach below", async () => {
    const config = ((await import(RULES)) as { default: { forbidden: { name: string; severity: string }[] } }).default;
    expect(Object.keys(BREACHES).sort()).toEqual(config.forbidden.map((rule) => rule.name).sort());
    expect(config.forbidden.filter((rule) => rule.severity !== "error")).toEqual([]);
  });

  for (const [rule, { from, to }] of Object.entries(BREACHES))
    test(`${rule} bites`, async () => {
      expect(await cruise(rule)).toContainEqual({ rule, from, to });
    });
});

function json(value: object): string {
  return JSON.stringify(value);
}

function makeTree(dir: string, files: Record<string, string>): string {
  for (const [path, content] of Object.entries(files)) {
    mkdirSync(dirname(join(dir, path)), { recursive: true });
    writeFileSync(join(dir, path), content);
  }
  for (const name of ["protocol", "sdk", "shared"]) link(dir, `packages/${name}`);
  link(dir, "apps/cli");
  for (const name of [".dependency-cruiser.mjs", "tsconfig.json"]) cpSync(join(PROJECT, name), join(dir, name));
  return dir;
}

/** As Bun links the packages of a workspace at its root. */
function link(dir: string, path: string): void {
  mkdirSync(join(dir, "node_modules/@pushpals"), { recursive: true });
  symlinkSync(join(dir, path), join(dir, "node_modules/@pushpals", path.split("/")[1] ?? ""));
}

async function violationsIn(dir: string): Promise<Violation[]> {
  const child = Bun.spawn(
    [
      process.execPath,
      CRUISER,
      "--config",
      ".dependency-cruiser.mjs",
      "--output-type",
      "json",
      "apps",
      "packages",
      "scripts",
    ],
    { cwd: dir, stdout: "pipe", stderr: "pipe" },
  );
  const [output, errors] = await Promise.all([child.stdout.text(), child.stderr.text()]);
  await child.exited;
  if (!output.startsWith("{")) throw new Error(errors || output);
  const result = JSON.parse(output) as {
    summary: { violations: { rule: { name: string }; from: string; to: string }[] };
  };
  return result.summary.violations.map(({ rule, from, to }) => ({ rule: rule.name, from, to }));
}
