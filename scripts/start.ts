import { localClock } from "@pushpals/cli/timeline";
import { dataDir, loadConfig } from "@pushpals/shared/config";
import { onInterrupt } from "@pushpals/shared/lifecycle";
import { INTERRUPTED } from "./exit-codes";
import { clean, confirmed, ownEntries } from "./start/clean";
import { clientState, provideClient } from "./start/client";
import { containerSettings } from "./start/container-settings";
import { logLine } from "./start/log-line";
import { readOptions } from "./start/options";
import { lockDataDirectory, type Problem, preflight, problemLines } from "./start/preflight";
import { readyLines } from "./start/ready";
import { runStack } from "./start/run-stack";

export const usage = `
bun run start [options]

Checks the machine, then runs the whole stack until Ctrl-C.

  --repo PATH    the repository to work for (else PUSHPALS_REPO_PATH, else the one of this folder)
  -c, --clean    first remove what Push Pals has stored: queue, history, mirror, workspaces, tokens.
                 Never your repository; branches on the remote stay
  -y, --yes      do not ask before --clean
  --no-client    without the web client; else it is built once, while all else runs already
  --watch        start a service again when its source changes
  --docker       jobs run in containers (Docker or Podman); where none works, their commands are refused
  --require-docker    the same, and nothing starts where none works
  --json         the services' log as they write it, one JSON object a line
`;

const USAGE_ERROR = 2;

export async function main(args: string[]): Promise<number> {
  const options = readOptions(args);
  const repo = options.repo === null ? {} : { PUSHPALS_REPO_PATH: options.repo };
  const env = { ...process.env, ...repo, ...containerSettings(options) };
  const loaded = loadConfig({ env });
  if (!loaded.ok)
    return told(
      USAGE_ERROR,
      loaded.problems.map((problem) => problem.message),
    );
  const { config } = loaded;
  const { signal } = onInterrupt();
  const print = linePrinter(options.json);
  const say = (msg: string) =>
    print("start", JSON.stringify({ level: "info", time: Date.now(), service: "start", msg }));

  const lock = lockDataDirectory(dataDir(config));
  if ("what" in lock) return toldProblems([lock]);
  if (options.clean) {
    const entries = await ownEntries(dataDir(config));
    if (!confirmed(dataDir(config), entries, options.yes)) return 1;
    await clean(dataDir(config), entries);
  }
  const checked = await preflight(config, say);
  if (!checked.ok) return toldProblems(checked.problems);
  for (const note of checked.found.notes) say(note);

  const repositoryPath = checked.found.repository.path;
  const running = await runStack({ config, env, repositoryPath, watch: options.watch, signal, onLine: print });
  if (!running.ok) return signal.aborted ? INTERRUPTED : told(1, [running.message]);
  const client = await clientState(config, options.client);
  for (const line of readyLines(config, checked.found, client)) options.json ? say(line) : console.log(line);
  const providing = provideClient(config, client, signal, say);

  if (!signal.aborted) await new Promise((resolve) => signal.addEventListener("abort", resolve, { once: true }));
  say("stopping; once more Ctrl-C ends it at once");
  await Promise.all([running.stack.stop(), providing]);
  lock.release();
  return 0;
}

function linePrinter(json: boolean): (service: string, line: string) => void {
  const color = process.stdout.isTTY === true && !process.env["NO_COLOR"];
  return (service, line) => console.log(json ? line : logLine(service, line, color, localClock));
}

function told(exitCode: number, lines: readonly string[]): number {
  for (const line of lines) console.error(line);
  return exitCode;
}

const toldProblems = (problems: readonly Problem[]): number =>
  told(1, [...problems.flatMap((problem) => [...problemLines(problem), ""]), "Nothing was started."]);
