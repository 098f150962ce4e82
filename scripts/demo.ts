import { mkdtemp, realpath, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { parseArgs } from "node:util";
import { terminalOf } from "@pushpals/cli/terminal";
import { localClock } from "@pushpals/cli/timeline";
import { type Config, loadConfig } from "@pushpals/shared/config";
import { onInterrupt } from "@pushpals/shared/lifecycle";
import { openSandbox } from "@pushpals/shared/sandbox";
import { converse } from "./demo/conversation";
import { makeProject } from "./demo/project";
import { prove } from "./demo/prove";
import { asExpected, reportLines } from "./demo/report";
import { demoRequests } from "./demo/requests";
import { demoEnvironment } from "./demo/settings";
import { INTERRUPTED } from "./exit-codes";
import { gitProblem } from "./setup/git-version";
import { installSandbox } from "./setup/install-sandbox";
import { logLine } from "./start/log-line";
import { preflight, problemLines } from "./start/preflight";
import { runStack } from "./start/run-stack";

export const usage = `
bun run demo [--keep] [--verbose]

The whole way of a message, on a throwaway repository with a remote of its own: several requests at once, from the
sentence to the proven commit. Needs no model and touches nothing of yours. Exit code 0 only when all that should land
has landed, and what should fail failed for its reason.

  --keep      keep the folder with the repository, the remote and the data
  --verbose   print what the services log
`;

/** As a person would write it: commands of jobs find the Bun that runs this by its name. */
const TEST_COMMAND = "bun test";
/** The last lines of the services' log that are shown when something went wrong. */
const LOG_LINES_SHOWN = 60;

export async function main(args: string[]): Promise<number> {
  const { values: options } = parseArgs({ args, options: { keep: { type: "boolean" }, verbose: { type: "boolean" } } });
  const problem = await gitProblem();
  if (problem !== null) {
    console.error(problem);
    return 2;
  }
  const { signal } = onInterrupt();
  const startedAt = performance.now();
  const root = await realpath(await mkdtemp(join(tmpdir(), "pushpals-demo-")));
  const log = new RecentLog(options.verbose === true);
  try {
    const succeeded = await play(root, log, signal);
    if (signal.aborted) {
      console.log("\nStopped.");
      return INTERRUPTED;
    }
    console.log(`\n${succeeded ? "The demo succeeded" : "The demo failed"} in ${seconds(startedAt)} s.`);
    if (!succeeded && !options.verbose) log.show();
    return succeeded ? 0 : 1;
  } finally {
    if (options.keep) console.log(`Kept: ${root}`);
    else await rm(root, { recursive: true, force: true });
  }
}

/** Repository, stack, conversation, proof; true when all was as expected. */
async function play(root: string, log: RecentLog, signal: AbortSignal): Promise<boolean> {
  const project = await makeProject(root);
  const env = await withUsableSandbox(demoEnvironment(root, TEST_COMMAND));
  const config = configOf(env);
  const checked = await preflight(config, console.log);
  if (!checked.ok) return told(checked.problems.flatMap(problemLines));
  console.log(`A tea shop with tests and a remote, in ${root}`);
  console.log(`Sandbox: ${checked.found.sandbox.summary}\n`);

  const running = await runStack({ config, env, repositoryPath: project.dir, watch: false, signal, onLine: log.take });
  if (!running.ok) return told([running.message]);
  try {
    const requests = demoRequests(TEST_COMMAND);
    const results = await converse(config, requests, terminalOf(process.stdout), signal);
    const proofs = await prove(project, results, config.source_control_manager.integration_branch);
    console.log(`\n${reportLines(results, proofs).join("\n")}`);
    return results.every(asExpected) && proofs.every((proof) => proof.holds);
  } finally {
    await running.stack.stop();
  }
}

/** Without a sandbox the demo's commands run without one: they are its own, and it says so. */
async function withUsableSandbox(env: Record<string, string | undefined>): Promise<Record<string, string | undefined>> {
  const { startup, workerpals } = configOf(env);
  if (startup.install_sandbox) await installSandbox(console.log);
  const opened = await openSandbox(workerpals.sandbox);
  if (opened.ok) return env;
  console.log(`${opened.message}\nThe demo runs only commands of its own, so it goes on without a sandbox.\n`);
  return { ...env, PUSHPALS_WORKERPALS_SANDBOX_TIER: "none" };
}

function configOf(env: Record<string, string | undefined>): Config {
  const loaded = loadConfig({ env });
  if (loaded.ok) return loaded.config;
  throw new Error(loaded.problems.map((problem) => problem.message).join("\n"));
}

/** What the services log: printed, or kept for the case that something goes wrong. */
class RecentLog {
  readonly #lines: string[] = [];
  readonly #isPrinted: boolean;

  constructor(isPrinted: boolean) {
    this.#isPrinted = isPrinted;
  }

  readonly take = (service: string, line: string): void => {
    const text = logLine(service, line, false, localClock);
    if (this.#isPrinted) console.log(text);
    this.#lines.push(text);
    if (this.#lines.length > LOG_LINES_SHOWN) this.#lines.shift();
  };

  show(): void {
    console.log(`\nThe last lines of the services' log:\n${this.#lines.join("\n")}`);
  }
}

function told(lines: readonly string[]): false {
  console.error(lines.join("\n"));
  return false;
}

const seconds = (since: number): string => ((performance.now() - since) / 1_000).toFixed(1);
