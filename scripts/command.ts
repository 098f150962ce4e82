/** A script of the project: its arguments in, its exit code out. */
export interface Command {
  main(args: string[]): Promise<number>;
  /** Printed by `--help`. Without it the command answers `--help` itself. */
  usage?: string;
}
