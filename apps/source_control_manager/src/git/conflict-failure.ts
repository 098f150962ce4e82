import type { Failure } from "@pushpals/protocol";
import type { BuildOptions } from "./build-options";

/** For a person: which files, and that nothing is lost. */
export function conflictFailure(options: BuildOptions, commit: string, files: string[], messages: string): Failure {
  const shown = files.slice(0, 20).join(", ");
  const more = files.length > 20 ? ` and ${files.length - 20} more` : "";
  return {
    code: "merge_conflict",
    message:
      `The change conflicts with what has landed since it was started, in ${shown}${more}. ` +
      `Nothing was landed; the work is kept on ${options.completion.branch}. Ask for it again on the new state, or merge it by hand.`,
    detail: {
      files: files.slice(0, 500),
      commit,
      onto: options.onto.sha,
      branch: options.completion.branch,
      messages: messages.slice(0, 8_000),
    },
  };
}
