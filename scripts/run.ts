import { resolve } from "node:path";
import { bunVersionProblem } from "./setup/bun-version";
import { installWhatIsMissing } from "./setup/install";

/**
 * Entry of every root script: `bun scripts/run.ts <name> [arguments]`.
 * Works from a fresh clone, so it may import nothing that has to be installed.
 */
const root = resolve(import.meta.dir, "..");
const [name = "", ...args] = process.argv.slice(2);

function stop(exitCode: number, message: string): never {
  console.error(message);
  process.exit(exitCode);
}

const versionProblem = bunVersionProblem(root, name || "start");
if (versionProblem) stop(2, versionProblem);

const install = installWhatIsMissing(root, (line) => console.error(line));
if (install.state === "failed")
  stop(1, `${install.output}\n\nThe dependencies could not be installed: is the package registry reachable?`);
// Bun's resolver remembers that there was no node_modules, so the work goes to a new image of this same process.
if (install.state === "installed") process.execve?.(process.execPath, [process.execPath, ...process.argv.slice(1)]);

const { COMMANDS } = await import("./commands");
const entry = Object.hasOwn(COMMANDS, name) ? COMMANDS[name] : undefined;
if (!entry) {
  const width = Math.max(...Object.keys(COMMANDS).map((key) => key.length)) + 2;
  const list = Object.entries(COMMANDS).map(([key, { summary }]) => `  ${key.padEnd(width)}${summary}`);
  const asked = name === "" || name === "--help" || name === "-h";
  stop(
    asked ? 0 : 2,
    `${asked ? "" : `There is no script "${name}".\n\n`}bun run <script> [--help]\n\n${list.join("\n")}`,
  );
}

const command = await entry.load();
if (command.usage !== undefined && (args[0] === "--help" || args[0] === "-h")) {
  console.log(command.usage.trim());
} else {
  try {
    process.exitCode = await command.main(args);
  } catch (error) {
    const { code, message } = error as { code?: string; message: string };
    if (!code?.startsWith("ERR_PARSE_ARGS")) throw error;
    stop(2, `${message}\n\n${command.usage?.trim() ?? ""}`);
  }
}
