import type { Command, Option } from "commander";
import type { CommonOptions, Context } from "./context";

/** What a group of commands is added with. */
export interface CommandTools {
  /** A command with the options that all have. */
  add(usage: string, description: string): Command;
  session(): Option;
  byContext(options: CommonOptions, run: (context: Context) => Promise<number>): Promise<void>;
}
