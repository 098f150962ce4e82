import { existsSync, realpathSync } from "node:fs";
import { dirname, join, relative, sep } from "node:path";

/** Installation directories below HOME that hold programs and no secret, with the variable that names them. */
const HOMES_OF_TOOLS: readonly { dir: string; onPath: string; variable: string }[] = [
  { dir: ".rustup", onPath: ".cargo/bin", variable: "RUSTUP_HOME" },
  { dir: ".pyenv", onPath: ".pyenv/shims", variable: "PYENV_ROOT" },
  { dir: ".volta", onPath: ".volta/bin", variable: "VOLTA_HOME" },
  { dir: ".asdf", onPath: ".asdf/shims", variable: "ASDF_DATA_DIR" },
];

/** What the system's own mounts show already. */
const SYSTEM = ["/usr", "/bin", "/sbin", "/opt", "/nix/store"];

export interface Toolchains {
  /** PATH inside. */
  path: string;
  /** Directories to mount read only. */
  directories: string[];
  env: Record<string, string>;
  /** Absolute path of the Bun that runs this. */
  executable: string;
}

/**
 * The programs that the user has on PATH: those directories alone, never HOME or anything above it. A `bin` deep
 * below HOME (`~/.nvm/versions/node/v22/bin`) brings the installation that it belongs to, since its programs
 * need what lies beside them; a shallow one (`~/.cargo/bin`, `~/.local/bin`) does not, since credentials do.
 */
export function findToolchains(host: { path: string; home: string; executable: string }): Toolchains {
  // What a package manager adds to PATH while it runs a script belongs to this project, and leads nowhere inside.
  const entries = host.path
    .split(":")
    .filter((entry) => entry.startsWith("/") && !entry.endsWith("/node_modules/.bin") && existsSync(entry));
  const inside = (entry: string) => SYSTEM.some((root) => isWithin(root, entry));
  const executable = realpathSync(host.executable);
  const own = dirname(executable);
  const directories = [...entries, own]
    .filter((entry) => !inside(entry) && !isWithin(entry, host.home))
    .map((entry) => installationOf(entry, host.home));
  const homes = HOMES_OF_TOOLS.filter(({ onPath }) => entries.includes(join(host.home, onPath)))
    .map((tool) => ({ ...tool, at: join(host.home, tool.dir) }))
    .filter(({ at }) => existsSync(at));
  return {
    path: [...new Set([...entries, "/usr/local/bin", "/usr/bin", "/bin", own])].join(":"),
    directories: [...new Set([...directories, ...homes.map(({ at }) => at)])],
    env: Object.fromEntries(homes.map(({ variable, at }) => [variable, at])),
    executable,
  };
}

function installationOf(entry: string, home: string): string {
  if (!isWithin(home, entry) || !entry.endsWith("/bin")) return entry;
  const installation = dirname(entry);
  return relative(home, installation).split(sep).length >= 3 ? installation : entry;
}

/** Whether `path` is `parent` or lies below it. */
export const isWithin = (parent: string, path: string): boolean =>
  path === parent || path.startsWith(parent.endsWith("/") ? parent : `${parent}/`);
