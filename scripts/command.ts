import { parseArgs } from "node:util";

/** A script of the project: its arguments in, its exit code out. What `parseArgs` throws is told with the usage. */
export interface Command {
  main(args: string[]): Promise<number>;
  /** Printed by `--help`. Without it the command answers `--help` itself. */
  usage?: string;
}

/** For a command that has none: refuses whatever is given. */
export const takesNoArguments = (args: readonly string[]): void => void parseArgs({ args: [...args], options: {} });
