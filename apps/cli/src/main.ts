import { CommanderError } from "commander";
import { EXIT } from "./exit-codes";
import { buildProgram } from "./program";

/** Runs `pushpals <args>` in this process; returns the exit code. */
export async function main(args: string[]): Promise<number> {
  process.stdout.on("error", leaveWithReader);
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

/** Who reads from a pipe may have had enough, as `head` has: that is no fault of anybody. */
function leaveWithReader(error: NodeJS.ErrnoException): void {
  if (error.code !== "EPIPE") throw error;
  process.exit(EXIT.done);
}
