import { existsSync, readdirSync } from "node:fs";
import { join } from "node:path";
import { PROJECT } from "../project";

export interface Suite {
  name: string;
  /** Files, folders or parts of names, as `bun test` takes them. */
  filters: readonly string[];
}

/** In the order of cost: what is cheap to know is known first. */
const SUITES: readonly Suite[] = [
  { name: "units", filters: ["./apps", "./packages", "./scripts", "./bench"] },
  { name: "architecture", filters: ["./tests/architecture"] },
  { name: "models", filters: ["./tests/models"] },
  { name: "forge", filters: ["./tests/forge"] },
  { name: "landing", filters: ["./tests/landing"] },
  { name: "routing", filters: ["./tests/routing"] },
  { name: "end to end", filters: ["./tests/e2e"] },
  { name: "faults", filters: ["./tests/faults"] },
  { name: "client", filters: ["./tests/client"] },
];

/** All suites that have a test, or the one that the arguments name. */
export function chooseSuites(args: readonly string[]): readonly Suite[] {
  if (args.length > 0) return [{ name: args.join(" "), filters: args }];
  return SUITES.flatMap(({ name, filters }) => {
    const present = filters.filter(hasTest);
    return present.length > 0 ? [{ name, filters: present }] : [];
  });
}

function hasTest(folder: string): boolean {
  const path = join(PROJECT, folder);
  if (!existsSync(path)) return false;
  return readdirSync(path, { withFileTypes: true }).some((entry) => {
    if (!entry.isDirectory()) return /\.test\.tsx?$/.test(entry.name);
    return entry.name !== "node_modules" && hasTest(join(folder, entry.name));
  });
}
