import { resolve } from "node:path";
import { parseArgs } from "node:util";

export interface StartOptions {
  clean: boolean;
  /** Answers the question of `--clean`. */
  yes: boolean;
  /** Absolute. */
  repo: string | null;
  client: boolean;
  watch: boolean;
  json: boolean;
  /** Jobs in containers. */
  docker: boolean;
  /** The same, and nothing without. */
  requireDocker: boolean;
}

/** Reads the arguments of `start`; throws as `parseArgs` does on a wrong one. */
export function readOptions(args: readonly string[]): StartOptions {
  const { values } = parseArgs({
    args: [...args],
    strict: true,
    options: {
      clean: { type: "boolean", short: "c", default: false },
      yes: { type: "boolean", short: "y", default: false },
      repo: { type: "string" },
      "no-client": { type: "boolean", default: false },
      watch: { type: "boolean", default: false },
      json: { type: "boolean", default: false },
      docker: { type: "boolean", default: false },
      "require-docker": { type: "boolean", default: false },
    },
  });
  return {
    clean: values.clean,
    yes: values.yes,
    repo: values.repo === undefined ? null : resolve(values.repo),
    client: !values["no-client"],
    watch: values.watch,
    json: values.json,
    docker: values.docker || values["require-docker"],
    requireDocker: values["require-docker"],
  };
}
