import { CommanderError } from "commander";
import { EXIT } from "./exit-codes";
import { buildProgram } from "./program";

/** Runs `pushpals <args>` in this process; returns the exit code. */
export async function main(args: string[]): Promise<number> {
  let exitCode: number = EXIT.done;
  const program = buildProgram((code) => {
    exitCode = code;
  });
  try {
    await program.parseAsync(args.length === 0 ? ["--help"] : args, { from: "user" });
  } catch (error) {
    if (!(error instanceof CommanderError)) throw error;
    return error.exitCode === 0 ? EXIT.done : EXIT.usage;
  }
  return exitCode;
}
