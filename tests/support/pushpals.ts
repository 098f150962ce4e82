import { join, resolve } from "node:path";
import type { TestRepository } from "./repository";

const BIN = resolve(import.meta.dir, "../../apps/cli/src/bin.ts");

export interface Run {
  exitCode: number;
  out: string;
  err: string;
}

/** The terminal client as a person starts it, for a repository whose data stands beside it. */
export interface Terminal {
  spawn(args: readonly string[]): Bun.Subprocess<"ignore", "pipe", "pipe">;
  /** Runs it to its end. */
  pushpals(...args: string[]): Promise<Run>;
}

export function terminalAt(repository: TestRepository, urls: { serverUrl: string; localUrl?: string }): Terminal {
  const spawn: Terminal["spawn"] = (args) => {
    const local = urls.localUrl === undefined ? [] : ["--local", urls.localUrl];
    return Bun.spawn([process.execPath, BIN, ...args, "--server", urls.serverUrl, ...local], {
      env: {
        PATH: process.env["PATH"] ?? "",
        HOME: repository.root,
        PUSHPALS_DATA_DIR: join(repository.root, "data"),
        PUSHPALS_REPO_PATH: repository.dir,
      },
      stdin: "ignore",
      stdout: "pipe",
      stderr: "pipe",
    });
  };
  return {
    spawn,
    pushpals: async (...args) => {
      const child = spawn(args);
      const [out, err, exitCode] = await Promise.all([child.stdout.text(), child.stderr.text(), child.exited]);
      return { exitCode, out, err };
    },
  };
}
