// Who may import whom. `bun run check` applies these rules; tests/architecture proves that each of them bites.

const TEST = "\\.test\\.ts$";
const FOR_TESTS = [TEST, "(^|/)testing/"];
/** Taken by Metro in the place of the module that is named. */
const PLATFORM = "^apps/client/src/.*\\.(web|native|ios|android)\\.tsx?$";
/** Sent to browsers as it is: nothing imports it, and it can import nothing. */
const SERVED = "^apps/client/public/";
/** Modules that a process, a package or a script starts from: what none of them reaches is dead. */
const ENTRIES = [
  "^apps/[^/]+/src/(main|bin)\\.ts$",
  // Found by Expo Router.
  "^apps/client/src/app/.*\\.tsx$",
  PLATFORM,
  // Named by the client's metro.config.js.
  "^apps/client/src/web/",
  "^packages/(protocol|sdk)/src/index\\.ts$",
  "^packages/shared/src/[^/]+(/index)?\\.ts$",
  "^scripts/run\\.ts$",
];
const OPERATIONS =
  "^apps/server/src/(requests|jobs|completions|sessions|merges|workers|approvals|devices|status|audit|localbuddy|notifications)/";

const error = (name, comment, from, to) => ({ name, comment, severity: "error", from, to });

export default {
  forbidden: [
    error("no-circles", "Modules that import each other cannot be understood or tested apart.", {}, { circular: true }),
    error(
      "no-orphans",
      "Nothing imports this, and it imports nothing.",
      { orphan: true, pathNot: [...FOR_TESTS, PLATFORM, SERVED, "^apps/client/src/web/"] },
      {},
    ),
    error(
      "no-dead-modules",
      "No process, package or script reaches this module.",
      { path: ENTRIES },
      { path: "^(apps|packages)/[^/]+/src/|^scripts/", pathNot: [...ENTRIES, ...FOR_TESTS], reachable: false },
    ),
    error("no-unresolvable", "This import leads nowhere.", {}, { couldNotResolve: true }),
    error(
      "no-undeclared-dependencies",
      "Whoever imports a package names it in the package.json next to it.",
      {},
      { dependencyTypes: ["npm-no-pkg", "npm-unknown"] },
    ),
    error(
      "no-development-dependencies-at-run-time",
      "What runs needs the package too, so it belongs into `dependencies`.",
      { path: "^(apps|packages)/", pathNot: FOR_TESTS },
      { dependencyTypes: ["npm-dev"], pathNot: ["node_modules/(@types/bun|bun-types)/"] },
    ),
    error("no-import-of-tests", "A test is nobody's library.", {}, { path: TEST }),
    error(
      "no-import-of-what-is-for-tests",
      "What stands in testing/ is for tests.",
      { path: "^(apps|packages|scripts)/", pathNot: FOR_TESTS },
      { path: "(^|/)testing/" },
    ),
    error(
      "no-app-to-app",
      "Apps talk over HTTP, so that each can be stopped, moved and replaced by itself.",
      { path: "^apps/([^/]+)/" },
      { path: "^apps/", pathNot: "^apps/$1/" },
    ),
    error(
      "no-product-to-tools",
      "Scripts, tests and benchmarks use the product; the product does not know them.",
      { path: "^(apps|packages)/" },
      { path: "^(scripts|tests|bench)/" },
    ),
    error(
      "protocol-imports-zod-only",
      "The contracts stand on nothing but Zod, so that every side can use them.",
      { path: "^packages/protocol/src/", pathNot: FOR_TESTS },
      { pathNot: ["^packages/protocol/src/", "(^|/)node_modules/zod/"] },
    ),
    error(
      "sdk-imports-protocol-only",
      "The SDK runs in a browser and on a phone.",
      { path: "^packages/sdk/src/", pathNot: FOR_TESTS },
      { pathNot: "^packages/(sdk|protocol)/src/" },
    ),
    error(
      "shared-below-apps",
      "packages/shared does not know who uses it.",
      { path: "^packages/" },
      { path: "^apps/" },
    ),
    error(
      "client-imports-protocol-and-sdk-only",
      "Code for Bun does not run in a browser.",
      { path: "^apps/client/" },
      { path: "^packages/", pathNot: "^packages/(protocol|sdk)/" },
    ),
    error(
      "server-store-is-the-ground",
      "routes -> operations -> queue, events -> store: nothing points back.",
      { path: "^apps/server/src/store/", pathNot: TEST },
      { path: "^apps/server/src/", pathNot: "^apps/server/src/store/" },
    ),
    error(
      "server-queue-and-events-know-no-operations",
      "routes -> operations -> queue, events -> store: nothing points back.",
      { path: "^apps/server/src/(queue|events)/", pathNot: TEST },
      { path: [OPERATIONS, "^apps/server/src/routes/", "^apps/server/src/(app|main)\\.ts$"] },
    ),
    error(
      "server-operations-know-no-routes",
      "routes -> operations -> queue, events -> store: nothing points back.",
      { path: OPERATIONS, pathNot: TEST },
      { path: ["^apps/server/src/routes/", "^apps/server/src/(app|main)\\.ts$"] },
    ),
    error(
      "server-routes-do-not-touch-the-store",
      "A route parses, calls one operation and replies.",
      { path: "^apps/server/src/routes/", pathNot: TEST },
      { path: ["^apps/server/src/store/", "^apps/server/src/main\\.ts$"] },
    ),
    error(
      "run-needs-nothing-installed",
      "scripts/run.ts installs what is missing, so it cannot import it.",
      { path: "^scripts/(run\\.ts$|setup/(bun-version|install|file-lock)\\.ts$)" },
      {
        pathNot: "^scripts/setup/(bun-version|install|file-lock)\\.ts$",
        dependencyTypesNot: ["core", "dynamic-import"],
      },
    ),
  ],
  options: {
    tsConfig: { fileName: "tsconfig.json" },
    tsPreCompilationDeps: true,
    doNotFollow: { path: "node_modules" },
    exclude: { path: "(^|/)(outputs|dist)/" },
    builtInModules: { add: ["bun", "bun:test", "bun:sqlite", "bun:ffi", "bun:jsc"] },
    // Workspace packages are links to TypeScript source, found through `exports` of their package.json.
    enhancedResolveOptions: { exportsFields: ["exports"], conditionNames: ["import", "types", "default"] },
  },
};
