import { existsSync, readdirSync } from "node:fs";
import { homedir } from "node:os";
import { join } from "node:path";

/**
 * A Python of one minor version: by its name on PATH, among those of pyenv, or one that uv knows or can fetch.
 * It is made sure that it runs and has what environments are made with.
 */
export function findPython(minor: string): { ok: true; path: string } | { ok: false; message: string } {
  const tried: string[] = [];
  for (const [where, path] of candidates(minor)) {
    if (path !== null && works(path, minor)) return { ok: true, path };
    tried.push(where);
  }
  return {
    ok: false,
    message: `It needs Python ${minor}, and there is none: ${tried.join(", ")}. Install one of these.`,
  };
}

function* candidates(minor: string): Generator<[where: string, path: string | null]> {
  yield [`python${minor} on PATH`, Bun.which(`python${minor}`)];
  const versions = join(process.env["PYENV_ROOT"] ?? join(homedir(), ".pyenv"), "versions");
  const names = existsSync(versions) ? readdirSync(versions).filter((name) => name.startsWith(`${minor}.`)) : [];
  for (const name of names) yield [`${name} of pyenv`, join(versions, name, "bin/python")];
  if (names.length === 0) yield [`${minor} of pyenv`, null];
  yield ["uv", fromUv(minor)];
}

function fromUv(minor: string): string | null {
  const uv = Bun.which("uv");
  if (uv === null) return null;
  const find = () => Bun.spawnSync([uv, "python", "find", "--no-project", minor], { stderr: "ignore" });
  const found = find();
  if (found.exitCode === 0) return found.stdout.toString().trim();
  if (Bun.spawnSync([uv, "python", "install", minor], { stderr: "ignore" }).exitCode !== 0) return null;
  return find().stdout.toString().trim() || null;
}

function works(path: string, minor: string): boolean {
  const code = "import ensurepip, sys, venv; print('%d.%d' % sys.version_info[:2])";
  const asked = Bun.spawnSync([path, "-c", code], { stderr: "ignore" });
  return asked.exitCode === 0 && asked.stdout.toString().trim() === minor;
}
