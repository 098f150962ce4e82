/**
 * What one operation of the deterministic lane does.
 * Contents and diffs are byte-exact: they keep their line ends, and end with one unless `--no-newline` was given.
 */
export type NewOperation =
  | { kind: "write"; path: string; content: string }
  | { kind: "append"; path: string; content: string }
  | { kind: "patch"; diff: string }
  | { kind: "replace"; search: string; replacement: string; globs: string[]; regex: boolean }
  | { kind: "rewrite"; language: string; pattern: string; rewrite: string; globs: string[] }
  | { kind: "move"; from: string; to: string }
  | { kind: "copy"; from: string; to: string }
  | { kind: "delete"; path: string }
  | {
      kind: "revert";
      commit: string;
      /** The job that is undone by it: noted in the commit message. */
      undoes?: string;
    }
  | { kind: "run"; command: string };

/** An operation of a script. `line` is where it starts in the script, from 1. */
export type Operation = { line: number } & NewOperation;

export type OperationKind = NewOperation["kind"];

/** What a script got wrong, where, and what would have been right. */
export interface ScriptError {
  /** From 1. */
  line: number;
  message: string;
  /** The form that was expected, as a person would type it. */
  expected: string;
}

export type ParsedScript = { ok: true; operations: Operation[] } | { ok: false; errors: ScriptError[] };
