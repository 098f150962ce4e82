import type { Config } from "@pushpals/shared/config";
import { openSandbox } from "@pushpals/shared/sandbox";
import { installSandbox } from "../../setup/install-sandbox";
import type { Problem } from "./problem";

export interface SandboxState {
  /** For the last block of the start. */
  summary: string;
  /** Not a problem that stops the start, but one that a person must know of. */
  warning: string | null;
  /** Only where the sandbox is required. */
  problem: Problem | null;
}

/** Which sandbox jobs will get. Without one the stack starts, and refuses their commands. */
export async function checkSandbox(config: Config, say: (line: string) => void): Promise<SandboxState> {
  const { tier } = config.workerpals.sandbox;
  if (config.startup.install_sandbox && (tier === "auto" || tier === "process")) await installSandbox(say);
  const opened = await openSandbox(config.workerpals.sandbox);
  if (!opened.ok)
    return {
      problem: config.workerpals.sandbox.required ? missing(tier, opened.message) : null,
      summary: "none usable: scripts that edit files work, commands of jobs and checks are refused",
      warning: opened.message,
    };
  if (opened.sandbox.tier !== "none")
    return { summary: opened.sandbox.describe().split(":")[0] ?? opened.sandbox.tier, warning: null, problem: null };
  return {
    summary: "none (unsafe)",
    problem: null,
    warning:
      "workerpals.sandbox.tier is none: commands of jobs run as you, with your files and your network within reach.",
  };
}

const missing = (tier: string, why: string): Problem => ({
  what: `the sandbox "${tier}" is required, and does not work`,
  why,
  next: ["see that it does, or start without --require-docker (workerpals.sandbox.required = false)"],
});
