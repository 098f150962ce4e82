import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { type FileSpec, runGit, writeFiles } from "./repository";

/** One commit of a history, as a message that a person could send. */
export interface HistoryStep {
  sha: string;
  subject: string;
  script: string;
}

export interface History {
  /** A clone that has it all. */
  dir: string;
  /** The tree to start from, and the one that has to come out. */
  baseSha: string;
  tipTree: string;
  steps: HistoryStep[];
  remove(): void;
}

/**
 * The last `count` commits of a repository's main line, as `/patch` messages. What a merge brought in is one step, as
 * the main line saw it. Null where there is nothing to replay, as in a clone of one commit.
 */
export function readHistory(source: string, count: number): History | null {
  const dir = mkdtempSync(join(tmpdir(), "pushpals-history-"));
  const remove = () => rmSync(dir, { recursive: true, force: true });
  runGit(dir, ["clone", "-q", "--no-local", source, "."]);
  const line = runGit(dir, ["rev-list", "--first-parent", "--reverse", "-n", String(count + 1), "HEAD"]).split("\n");
  const [baseSha, ...commits] = line;
  if (baseSha === undefined || commits.length === 0) {
    remove();
    return null;
  }
  const steps = commits.flatMap((sha) => {
    const patch = readPatch(dir, sha);
    return patch === ""
      ? []
      : [{ sha, subject: runGit(dir, ["log", "-1", "--format=%s", sha]), script: asMessage(patch) }];
  });
  return { dir, baseSha, tipTree: runGit(dir, ["rev-parse", "HEAD^{tree}"]), steps, remove };
}

function readPatch(dir: string, sha: string): string {
  const args = ["diff", "--binary", "--full-index", "-M", "--no-color", "--no-ext-diff", `${sha}^`, sha];
  const done = Bun.spawnSync(["git", ...args], { cwd: dir, stdout: "pipe", stderr: "pipe" });
  if (done.exitCode !== 0) throw new Error(done.stderr.toString());
  return done.stdout.toString();
}

const asMessage = (patch: string): string => `/patch\n\`\`\`diff\n${patch}${patch.endsWith("\n") ? "" : "\n"}\`\`\``;

const MERGED_EACH = 17;

/**
 * A history with everything that a patch can hold: renames with and without edits, deletions, binaries, modes,
 * symlinks, CRLF, no newline at the end, empty files, names with blanks and beyond ASCII; some of it merged. The same
 * for each seed.
 */
export function makeHistory(dir: string, count: number, seed: number): void {
  const random = randomFrom(seed);
  const pick = <T>(values: readonly T[]): T => values[Math.floor(random() * values.length)] as T;
  const files = new Map<string, FileSpec>();
  runGit(dir, ["init", "-q", "-b", "main"]);
  const put = (path: string, spec: FileSpec) => {
    files.set(path, spec);
    writeFiles(dir, { [path]: spec });
  };
  const lines = (n: number) => Array.from({ length: n }, () => `line ${Math.floor(random() * 1e9)}`).join("\n");
  const bytes = () => Uint8Array.from({ length: 300 }, () => Math.floor(random() * 256));
  const name = (n: number) =>
    pick([`src/file-${n}.txt`, `src/deep/er/${n}.ts`, `with blank ${n}.md`, `ünïcode/é-${n}.txt`]);
  for (let n = 0; n < 6; n++) put(`base-${n}.txt`, `${lines(20)}\n`);
  const commit = (message: string) => {
    runGit(dir, ["add", "-A"]);
    runGit(dir, ["commit", "-q", "-m", message]);
  };
  commit("Start");
  const kinds = [
    "text",
    "crlf",
    "bare-end",
    "empty",
    "binary",
    "executable",
    "mode",
    "symlink",
    "rename",
    "rename-edit",
    "delete",
    "edit",
  ];
  for (let n = 0; n < count; n++) {
    const kind = kinds[n % kinds.length] as string;
    const texts = [...files].filter(([, spec]) => typeof spec === "string" && spec.length > 40).map(([path]) => path);
    const some = pick(texts);
    const old = files.get(some) as string;
    const move = (content: FileSpec) => {
      rmSync(join(dir, some));
      files.delete(some);
      put(`moved/${n} ${some.replaceAll("/", "-")}`, content);
    };
    if (kind === "text") put(name(n), `${lines(30)}\n`);
    else if (kind === "crlf") put(name(n), `${lines(10).replaceAll("\n", "\r\n")}\r\n`);
    else if (kind === "bare-end") put(name(n), lines(8));
    else if (kind === "empty") put(name(n), "");
    else if (kind === "binary") put(`bin/${n % 24}.dat`, bytes());
    else if (kind === "executable") put(`tools/${n}.sh`, { content: "#!/bin/sh\nexit 0\n", executable: true });
    else if (kind === "mode") put(some, { content: old, executable: true });
    else if (kind === "symlink") put(`links/${n}`, { symlink: `../${some}` });
    else if (kind === "rename") move(old);
    else if (kind === "rename-edit") move(old.replace(/^line/, "changed line"));
    else if (kind === "delete") {
      rmSync(join(dir, some));
      files.delete(some);
    } else put(some, `${lines(1)}\n${old}`);
    if (n % MERGED_EACH !== 0) commit(`${kind} ${n}`);
    else {
      runGit(dir, ["switch", "-q", "-c", `side-${n}`]);
      commit(`${kind} ${n}, beside`);
      runGit(dir, ["switch", "-q", "main"]);
      runGit(dir, ["merge", "-q", "--no-ff", "-m", `Merge ${kind} ${n}`, `side-${n}`]);
    }
  }
}

/** A small linear congruential generator (constants of Numerical Recipes): the same numbers everywhere. */
function randomFrom(seed: number): () => number {
  let state = seed >>> 0;
  return () => {
    state = (Math.imul(state, 1664525) + 1013904223) >>> 0;
    return state / 2 ** 32;
  };
}
