import { existsSync } from "node:fs";
import { mkdir, readFile, rm, writeFile } from "node:fs/promises";
import { constants, setPriority } from "node:os";
import { dirname, join } from "node:path";
import { noteClientBuild } from "@pushpals/shared/client-build";
import { delay } from "@pushpals/shared/lifecycle";
import { type RunResult, run } from "@pushpals/shared/process";
import { PROJECT } from "../project";
import { holdFile } from "../setup/file-lock";
import { expoCommand, exportEnvironment } from "./expo";
import { inputsHash } from "./inputs";
import { packFiles } from "./pack-files";
import { replaceBuild } from "./replace-build";

export interface BuildOptions {
  /** Where the build goes. */
  folder: string;
  say(line: string): void;
  signal: AbortSignal;
  /** The project that holds `apps/client`. */
  root?: string;
  /** Program and arguments that export into the folder that is put behind them. */
  exporter?: readonly [string, ...string[]];
}

export type BuildResult = { ok: true; built: boolean } | { ok: false; message: string };

const TIME_LIMIT_MS = 20 * 60_000;
const TELL_EVERY_MS = 15_000;
const LOOK_AGAIN_MS = 500;
const LAST_LINES = 15;

/** Whether the folder holds the client that the sources make. */
export async function isBuilt(folder: string, root = PROJECT): Promise<boolean> {
  if (!existsSync(join(folder, "index.html"))) return false;
  const stamp = await readFile(stampOf(folder), "utf8").catch(() => "");
  return stamp === (await inputsHash(root));
}

const stampOf = (folder: string): string => `${folder}.inputs`;

/**
 * Exports the client for the web into a folder, unless that is there for the same inputs. What was there before stays
 * in use until the new one is whole. Two at once take turns. Never rejects.
 */
export async function buildClient(options: BuildOptions): Promise<BuildResult> {
  const { folder, signal, root = PROJECT } = options;
  try {
    await mkdir(dirname(folder), { recursive: true });
    const lock = await hold(`${folder}.lock`, signal);
    if (!lock) return { ok: false, message: "It was stopped." };
    try {
      if (await isBuilt(folder, root)) return { ok: true, built: false };
      await noteClientBuild(folder, { state: "building", startedAt: Date.now() });
      const message = await build(options, root);
      await noteClientBuild(folder, message === null || signal.aborted ? null : { state: "failed", message });
      return message === null ? { ok: true, built: true } : { ok: false, message };
    } finally {
      lock.release();
    }
  } catch (error) {
    return { ok: false, message: error instanceof Error ? error.message : String(error) };
  }
}

async function hold(path: string, signal: AbortSignal): Promise<{ release(): void } | null> {
  for (;;) {
    const lock = holdFile(path, 0);
    if (lock || signal.aborted) return lock;
    await delay(LOOK_AGAIN_MS, signal);
  }
}

/** Null when it is done, else why it is not. */
async function build(options: BuildOptions, root: string): Promise<string | null> {
  const { folder, say } = options;
  const source = join(root, "apps/client");
  if (!existsSync(join(source, "package.json"))) return "This checkout has no apps/client.";
  // Taken before: what changes meanwhile is not in this build for sure.
  const inputs = await inputsHash(root);
  const fresh = `${folder}.new`;
  await rm(fresh, { recursive: true, force: true });
  say("building the client (once, and when its source has changed; a minute or two) …");
  const problem = await runExport(options, source, fresh);
  if (problem !== null) return problem;
  await packFiles(fresh);
  await replaceBuild(folder, fresh);
  await writeFile(stampOf(folder), inputs);
  return null;
}

async function runExport(
  { exporter, say, signal }: BuildOptions,
  source: string,
  fresh: string,
): Promise<string | null> {
  const startedAt = performance.now();
  const lines: string[] = [];
  const seconds = () => Math.round((performance.now() - startedAt) / 1000);
  const telling = setInterval(() => say(`still building the client, ${seconds()} s …`), TELL_EVERY_MS);
  const result = await run({
    command: [...(exporter ?? expoCommand(["export", "--platform", "web", "--output-dir"], source)), fresh],
    cwd: source,
    env: exportEnvironment(),
    timeoutMs: TIME_LIMIT_MS,
    signal,
    maxOutputBytes: 0,
    // The team's work comes first.
    onStart: (pid) => setPriority(pid, constants.priority.PRIORITY_LOW),
    onLine: (_stream, line) => {
      lines.push(line);
      if (lines.length > LAST_LINES) lines.shift();
    },
  });
  clearInterval(telling);
  if (result.exitCode === 0 && result.terminationReason === "exited" && existsSync(join(fresh, "index.html"))) {
    say(`the client is built, after ${seconds()} s`);
    return null;
  }
  if (!signal.aborted) for (const line of lines) say(line);
  return failureOf(result);
}

function failureOf({ error, exitCode, terminationReason }: RunResult): string {
  if (error !== undefined) return `The export could not be started: ${error}.`;
  if (terminationReason !== "exited") return `The export was ended: ${terminationReason}.`;
  return exitCode === 0 ? "The export wrote no index.html." : `The export ended with exit code ${exitCode}.`;
}
