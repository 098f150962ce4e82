import type { SandboxTier } from "@pushpals/protocol";
import type { RunOptions, RunResult, Talk, TalkOptions } from "../process/index";

/** The section `workerpals.sandbox` of the configuration. */
export interface SandboxConfig {
  tier: "auto" | "none" | "process" | "container";
  /** Limit of each process' address space in MiB; 0 is off. */
  memory_mb: number;
  /** Limit of processes and threads; 0 is off. */
  pids: number;
  /** Processor time of each process in seconds; 0 is off. */
  cpu_seconds: number;
  /** Largest file that may be written, in MiB; 0 is off. */
  file_size_mb: number;
  /** Absolute paths that commands may read beside the system's own. */
  read_only_paths: readonly string[];
  /** Processors that one command may use together, also in parts (tier `container`); 0 or nothing is off. */
  cpus?: number | undefined;
  /** How much one command may add to its workspace, in MiB; 0 or nothing is off. */
  disk_mb?: number | undefined;
  /** For tier `container`. */
  engine?: "auto" | "docker" | "podman" | undefined;
  /** Image that the one for jobs is built from; empty or nothing: this machine's own root file system. */
  image?: string | undefined;
}

export interface SandboxedRun extends Omit<RunOptions, "env"> {
  /** Absolute path of the only directory that the command may write to; also its working directory unless `cwd` says otherwise. */
  workspace: string;
  /** Added to the sandbox's own PATH, HOME, TMPDIR and LANG. Holds no secret. */
  env?: Record<string, string> | undefined;
  /** Further absolute paths that the command may read, such as `Workspace.readOnly`. */
  readOnly?: readonly string[] | undefined;
  network?: "none" | undefined;
}

/** A model's unix socket on this machine, as a command of a job reaches it. */
export interface ModelDoor {
  /** Base URL inside, such as `http://127.0.0.1:9000`. */
  url: string;
  /** Absolute path of the socket on this machine. */
  socket: string;
  close(): Promise<void>;
}

export interface SandboxedSpawn extends Omit<TalkOptions, "env"> {
  /** As for a run. */
  workspace: string;
  env?: Record<string, string> | undefined;
  readOnly?: readonly string[] | undefined;
  /**
   * Absolute path of a directory to be HOME: writable, and kept when the child has gone.
   * Without it HOME is empty and gone afterwards.
   */
  home?: string | undefined;
  /** From `modelDoor` of the same sandbox: the only way out of it. */
  model?: ModelDoor | undefined;
}

/** A place to run commands that nobody trusts. */
export interface Sandbox {
  tier: SandboxTier;
  /** For people: what it keeps away, and what it does not. */
  describe(): string;
  /** Like `run` of `shared/process`, contained. Never rejects. */
  run(options: SandboxedRun): Promise<RunResult>;
  /**
   * Like `startTalk` of `shared/process`, contained. Never rejects. Nothing that it started is left when its `ended`
   * has resolved.
   */
  spawn(options: SandboxedSpawn): Promise<Talk>;
  /** Makes the socket of a model reachable for children of `spawn`. The caller closes it after them. */
  modelDoor(socket: string): Promise<ModelDoor>;
  /**
   * Ends what processes of this machine have left in this tier that were killed before they could; the answer is how
   * many. To be called before somebody else's workspace is taken over.
   */
  endLeft(): Promise<number>;
}
