import { MODEL_SOCKET_INSIDE } from "../model-door";
import { systemMounts } from "./system-mounts";
import type { Toolchains } from "./toolchains";

/** HOME inside: empty, private to the run, gone after it. */
export const HOME_INSIDE = "/tmp/home";
/** Where the Bun that runs this is found by its name inside, last of all: `npx bun` gives its file another one. */
const BUN_INSIDE = "/run/pushpals/bin";

export interface BubblewrapOptions {
  workspace: string;
  cwd: string;
  env: Record<string, string>;
  /** Directories and files that belong to the system, by configuration. */
  systemReadOnly: readonly string[];
  /** Directories and files that belong to this run. */
  readOnly: readonly string[];
  /** Made empty, unless a path of this run lies there. */
  hide: readonly string[];
  /** Directory to be HOME, writable; without it HOME is empty and private to the run. */
  home?: string | undefined;
  /** Unix socket of the model on the host. */
  modelSocket?: string | undefined;
  toolchains: Toolchains;
  /** Size of each private temporary file system in bytes; 0 leaves it to the kernel. */
  tmpBytes: number;
}

/**
 * Arguments of bwrap up to the command: own user, mount, pid, network, ipc, host name and cgroup namespaces, no
 * capability, no terminal, dies with its parent. What is not named here does not exist inside.
 * The order matters: later mounts lie on top of earlier ones.
 */
export function bubblewrapArguments(options: BubblewrapOptions): string[] {
  const { workspace, toolchains } = options;
  const size = options.tmpBytes > 0 ? ["--size", String(options.tmpBytes)] : [];
  return [
    // With a user namespace of its own also root becomes a plain user; its files on disk stay the caller's.
    ...["--unshare-all", "--unshare-user", "--uid", "1000", "--gid", "1000"],
    ...["--die-with-parent", "--new-session", "--cap-drop", "ALL", "--hostname", "sandbox"],
    ...systemMounts(),
    ...["--proc", "/proc", "--dev", "/dev", ...size, "--tmpfs", "/dev/shm", "--remount-ro", "/dev"],
    ...[...size, "--tmpfs", "/tmp", "--dir", HOME_INSIDE],
    ...toolchains.directories.flatMap((path) => ["--ro-bind-try", path, path]),
    ...["--symlink", toolchains.executable, `${BUN_INSIDE}/bun`],
    ...options.systemReadOnly.flatMap((path) => ["--ro-bind", path, path]),
    ...options.hide.flatMap((path) => ["--perms", "0555", "--tmpfs", path]),
    ...options.readOnly.flatMap((path) => ["--ro-bind", path, path]),
    ...(options.home === undefined ? [] : ["--bind", options.home, options.home]),
    ...(options.modelSocket === undefined ? [] : ["--bind", options.modelSocket, MODEL_SOCKET_INSIDE]),
    ...["--bind", workspace, workspace, "--chdir", options.cwd, "--remount-ro", "/"],
    "--clearenv",
    ...Object.entries(environment(options)).flatMap(([name, value]) => ["--setenv", name, value]),
  ];
}

function environment({ toolchains, env, home }: BubblewrapOptions): Record<string, string> {
  return {
    PATH: `${toolchains.path}:${BUN_INSIDE}`,
    HOME: home ?? HOME_INSIDE,
    TMPDIR: "/tmp",
    USER: "sandbox",
    LANG: "C.UTF-8",
    ...toolchains.env,
    ...env,
  };
}
