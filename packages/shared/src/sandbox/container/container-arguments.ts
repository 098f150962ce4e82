import { existsSync, lstatSync } from "node:fs";
import { dirname } from "node:path";
import { SYSTEM_DIRECTORIES, SYSTEM_FILES, SYSTEM_ROOTS } from "../process-tier/system-mounts";
import { isWithin, type Toolchains } from "../process-tier/toolchains";
import type { SandboxConfig } from "../types";
import type { Engine } from "./engine";
import type { InsideUser } from "./inside-user";
import { ownerLabel } from "./owner";
import type { WorkerImage } from "./worker-image";

export const HOME_INSIDE = "/home/sandbox";
const MIB = 1024 * 1024;

export interface ContainerOptions {
  engine: Engine;
  image: WorkerImage;
  user: InsideUser;
  config: SandboxConfig;
  toolchains: Toolchains;
  /** Absolute paths that are empty inside. */
  hide: readonly string[];
}

export interface ContainerRun {
  name: string;
  workspace: string;
  cwd: string;
  env: Record<string, string>;
  readOnly: readonly string[];
  /** Directory to be HOME, writable. */
  home?: string | undefined;
  /** A unix socket of the host, and where it is inside. */
  socket?: { outside: string; inside: string } | undefined;
}

/**
 * Arguments of `run` up to the image: read-only root, no capability, no new right, no network, nobody's user, limits of
 * the kernel's groups, private /tmp and HOME in memory, one writable workspace at its own path. Never pulls.
 */
export function containerArguments(container: ContainerOptions, run: ContainerRun): string[] {
  const { config, user, image } = container;
  return [
    ...["run", "--interactive", "--pull", "never", "--name", run.name, "--label", ownerLabel()],
    ...["--read-only", "--cap-drop", "ALL", "--security-opt", "no-new-privileges", "--network", "none"],
    ...["--hostname", "sandbox", ...user.args, ...limits(container)],
    ...tmpfs("/tmp", container, "1777"),
    ...(run.home === undefined ? tmpfs(HOME_INSIDE, container, "1777") : []),
    ...(image.isSkeleton ? systemMounts() : []),
    ...programs(container).flatMap(readOnlyMount),
    ...config.read_only_paths.flatMap(readOnlyMount),
    ...container.hide.filter((path) => isShown(path, container)).flatMap((path) => tmpfs(path, container, "0555")),
    ...run.readOnly.flatMap(readOnlyMount),
    ...(run.home === undefined ? [] : mount(run.home, run.home)),
    ...(run.socket === undefined ? [] : mount(run.socket.outside, run.socket.inside)),
    ...mount(run.workspace, run.workspace),
    ...["--workdir", run.cwd],
    ...Object.entries(environment(container, run)).flatMap(([name, value]) => ["--env", `${name}=${value}`]),
  ];
}

function limits({ config, engine }: ContainerOptions): string[] {
  const { memory_mb, pids, cpu_seconds, file_size_mb, cpus = 0 } = config;
  return [
    // Without swap on top: the limit is the limit.
    ...(memory_mb > 0 ? ["--memory", `${memory_mb}m`, "--memory-swap", `${memory_mb}m`] : []),
    ...(pids > 0 ? ["--pids-limit", String(pids)] : []),
    ...(cpus > 0 ? ["--cpus", String(cpus)] : []),
    ...(cpu_seconds > 0 ? ["--ulimit", `cpu=${cpu_seconds}:${cpu_seconds}`] : []),
    ...(file_size_mb > 0 ? ["--ulimit", `fsize=${file_size_mb * MIB}:${file_size_mb * MIB}`] : []),
    ...["--ulimit", "core=0:0"],
    // Podman's own defaults are more than a contained host may give.
    ...(engine.name === "podman" ? ["--ulimit", "nofile=1024:1024", "--ulimit", "nproc=1024:1024"] : []),
  ];
}

/** Podman fills such a file system with what lay there before, unless told not to. */
const tmpfs = (path: string, { config, engine }: ContainerOptions, mode: string): string[] => {
  const size = config.memory_mb > 0 ? `,size=${config.memory_mb}m` : "";
  const empty = engine.name === "podman" ? ",notmpcopyup" : "";
  return ["--tmpfs", `${path}:rw,exec,nosuid,nodev,mode=${mode}${size}${empty}`];
};

const mount = (outside: string, inside: string): string[] => [
  "--mount",
  `type=bind,${field("source", outside)},${field("destination", inside)}`,
];

const readOnlyMount = (path: string): string[] => [
  "--mount",
  `type=bind,${field("source", path)},${field("destination", path)},readonly`,
];

/** The value is a field of a line of CSV. */
const field = (name: string, value: string): string =>
  /[",]/.test(value) ? `"${name}=${value.replaceAll('"', '""')}"` : `${name}=${value}`;

/** This machine's programs and the harmless part of its /etc; the user is the image's. */
function systemMounts(): string[] {
  const own = SYSTEM_ROOTS.filter((path) => lstatSync(path, { throwIfNoEntry: false })?.isDirectory());
  const etc = SYSTEM_FILES.filter((name) => !["passwd", "group", "hosts"].includes(name)).map((name) => `/etc/${name}`);
  return [...SYSTEM_DIRECTORIES, ...own, ...etc].filter((path) => existsSync(path)).flatMap(readOnlyMount);
}

/** Directories of programs outside of the system's. Another system has its own; only this Bun is brought along. */
function programs({ image, toolchains }: ContainerOptions): string[] {
  return image.isSkeleton ? toolchains.directories : [toolchains.executable];
}

const isShown = (path: string, { config, image, toolchains }: ContainerOptions): boolean =>
  [...config.read_only_paths, ...(image.isSkeleton ? [...SYSTEM_DIRECTORIES, ...toolchains.directories] : [])].some(
    (shown) => isWithin(shown, path),
  );

function environment({ image, toolchains }: ContainerOptions, run: ContainerRun): Record<string, string> {
  const basic = "/usr/local/sbin:/usr/local/bin:/usr/sbin:/usr/bin:/sbin:/bin";
  return {
    PATH: image.isSkeleton ? toolchains.path : `${basic}:${dirname(toolchains.executable)}`,
    HOME: run.home ?? HOME_INSIDE,
    TMPDIR: "/tmp",
    USER: "sandbox",
    LANG: "C.UTF-8",
    ...(image.isSkeleton ? toolchains.env : {}),
    ...run.env,
  };
}
