/** Reads files of the tree that a plan is made for. Null when there is no such file. */
export interface TreeReader {
  read(path: string): Promise<string | null>;
}

const LOCKFILES: readonly (readonly [file: string, command: string])[] = [
  ["bun.lock", "bun run test"],
  ["bun.lockb", "bun run test"],
  ["pnpm-lock.yaml", "pnpm test"],
  ["yarn.lock", "yarn test"],
  ["package-lock.json", "npm test"],
];

/** What `npm init` writes: a script that only says that there are no tests. */
const NO_TESTS = /no test specified/;

/** How this project runs its tests, by the files that say so, in this order; null when none does. */
export async function testCommand(tree: TreeReader): Promise<string | null> {
  const fromPackage = await packageTests(tree);
  if (fromPackage !== null) return fromPackage;
  if ((await tree.read("Cargo.toml")) !== null) return "cargo test";
  if ((await tree.read("go.mod")) !== null) return "go test ./...";
  const python = await Promise.all(["pytest.ini", "pyproject.toml", "setup.cfg"].map((file) => tree.read(file)));
  if (python[0] !== null || python.some((text) => text?.includes("pytest"))) return "python3 -m pytest";
  if (/^test\s*:/m.test((await tree.read("Makefile")) ?? "")) return "make test";
  return null;
}

async function packageTests(tree: TreeReader): Promise<string | null> {
  const manifest = parseManifest((await tree.read("package.json")) ?? "");
  const script = manifest?.scripts?.["test"];
  if (typeof script !== "string" || NO_TESTS.test(script)) return null;
  const named = /^(bun|pnpm|yarn|npm)@/.exec(manifest?.packageManager ?? "")?.[1];
  if (named !== undefined) return named === "bun" ? "bun run test" : `${named} test`;
  for (const [file, command] of LOCKFILES) if ((await tree.read(file)) !== null) return command;
  return "npm test";
}

interface Manifest {
  scripts?: Record<string, unknown>;
  packageManager?: string;
}

function parseManifest(text: string): Manifest | null {
  try {
    const value: unknown = JSON.parse(text);
    return typeof value === "object" && value !== null ? (value as Manifest) : null;
  } catch (error) {
    if (error instanceof SyntaxError) return null;
    throw error;
  }
}
