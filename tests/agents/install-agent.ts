import { existsSync } from "node:fs";
import { mkdir, rename, rm, writeFile } from "node:fs/promises";
import { join, resolve } from "node:path";
import { MACHINE_VARIABLES, minimalEnv, run, stderrText } from "@pushpals/shared/process";

/** Outside of /tmp, where some agents refuse to keep their programs. */
const CACHE = process.env["PUSHPALS_TEST_AGENTS_CACHE"] ?? resolve(import.meta.dir, "../../outputs/test-agents");
const LIMIT_MS = 15 * 60_000;

/** Installs one version of an agent from its registry, once; the answer is the path of its program. */
export async function installAgent(name: string, version: string, program: string): Promise<string> {
  const folder = join(CACHE, `${name.replace(/[@/]/g, "_")}-${version}`);
  const path = join(folder, "node_modules", ".bin", program);
  if (existsSync(path)) return path;
  const draft = `${folder}.${process.pid}`;
  await mkdir(draft, { recursive: true });
  await writeFile(join(draft, "package.json"), JSON.stringify({ private: true, trustedDependencies: [name] }));
  const machine = Object.entries(process.env).filter(([key]) => MACHINE_VARIABLES.test(key));
  const added = await run({
    command: [process.execPath, "add", "--exact", `${name}@${version}`],
    cwd: draft,
    env: minimalEnv(Object.fromEntries(machine) as Record<string, string>),
    timeoutMs: LIMIT_MS,
  });
  if (added.exitCode !== 0) throw new Error(`${name}@${version} could not be installed: ${stderrText(added)}`);
  await rm(folder, { recursive: true, force: true });
  await rename(draft, folder);
  return path;
}
