import { existsSync } from "node:fs";
import { mkdir, rename, rm, writeFile } from "node:fs/promises";
import { join, resolve } from "node:path";
import { MACHINE_VARIABLES, minimalEnv, run, stderrText } from "@pushpals/shared/process";
import { findPython } from "./find-python";

/** Outside of /tmp, where some agents refuse to keep their programs. */
const CACHE = process.env["PUSHPALS_TEST_AGENTS_CACHE"] ?? resolve(import.meta.dir, "../../outputs/test-agents");
const LIMIT_MS = 20 * 60_000;

const folderOf = (name: string, version: string): string => join(CACHE, `${name.replace(/[@/]/g, "_")}-${version}`);

/** Installs one version of an agent from its registry, once; the answer is the path of its program. */
export async function installFromNpm(name: string, version: string, program: string): Promise<string> {
  const folder = folderOf(name, version);
  const path = join(folder, "node_modules", ".bin", program);
  if (existsSync(path)) return path;
  const draft = `${folder}.${process.pid}`;
  await mkdir(draft, { recursive: true });
  await writeFile(join(draft, "package.json"), JSON.stringify({ private: true, trustedDependencies: [name] }));
  await install(draft, [process.execPath, "add", "--exact", `${name}@${version}`]);
  await rm(folder, { recursive: true, force: true });
  await rename(draft, folder);
  return path;
}

/** The same for one that is written in Python, in an environment of its own. */
export async function installFromPypi(name: string, version: string, python: string): Promise<string> {
  const folder = folderOf(name, version);
  const path = join(folder, "bin", name);
  // Its programs hold the path of their interpreter, so it is not moved when it is ready, but marked.
  const ready = join(folder, "ready");
  if (existsSync(ready)) return path;
  const found = findPython(python);
  if (!found.ok) throw new Error(`${name} ${version} could not be installed. ${found.message}`);
  await rm(folder, { recursive: true, force: true });
  await mkdir(CACHE, { recursive: true });
  await install(CACHE, [found.path, "-m", "venv", folder]);
  await install(CACHE, [join(folder, "bin/python"), "-m", "pip", "install", "--quiet", `${name}==${version}`]);
  await writeFile(ready, "");
  return path;
}

async function install(cwd: string, command: [string, ...string[]]): Promise<void> {
  const machine = Object.entries(process.env).filter(([key]) => MACHINE_VARIABLES.test(key) || key.startsWith("PIP_"));
  const env = minimalEnv(Object.fromEntries(machine) as Record<string, string>);
  const done = await run({ command, cwd, env, timeoutMs: LIMIT_MS });
  if (done.exitCode !== 0) throw new Error(`${command.join(" ")}: ${stderrText(done)}`);
}
