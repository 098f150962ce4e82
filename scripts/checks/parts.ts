import { dependencyProgram } from "../project";

export interface Part {
  name: string;
  command: readonly [string, ...string[]];
}

const [bun, biome] = dependencyProgram("@biomejs/biome/bin/biome");
const [, tsc] = dependencyProgram("typescript/bin/tsc");
const [, cruiser] = dependencyProgram("dependency-cruiser/bin/dependency-cruiser.mjs");

/** A second run looks only at what has changed since. */
const incremental = (name: string): string[] => [
  "--incremental",
  "--tsBuildInfoFile",
  `node_modules/.pushpals/${name}.tsbuildinfo`,
];

/** What has to hold for every commit. */
export const PARTS: readonly Part[] = [
  { name: "format and lint", command: [bun, biome, "check", "--error-on-warnings", "--colors=off", "."] },
  { name: "types", command: [bun, tsc, "-p", ".", ...incremental("types")] },
  // Without Bun's and Node's types, what runs in a browser cannot use them by mistake.
  { name: "types in a browser", command: [bun, tsc, "-p", "tsconfig.browser.json", ...incremental("browser")] },
  { name: "types of the client", command: [bun, tsc, "-p", "apps/client", ...incremental("client")] },
  {
    name: "architecture",
    command: [bun, cruiser, "--config", ".dependency-cruiser.mjs", "apps", "packages", "scripts", "tests", "bench"],
  },
];

/** Formats, and applies the linter's safe mends. */
export const FIX: Part = {
  name: "fix",
  command: [bun, biome, "check", "--write", "--error-on-warnings", "--colors=off", "."],
};
