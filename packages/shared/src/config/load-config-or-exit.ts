import { type LoadedConfig, loadConfig } from "./load-config";

/** For the start of a process: prints all problems to stderr and exits with 2 when there are any. */
export function loadConfigOrExit(): LoadedConfig {
  const loaded = loadConfig();
  if (loaded.ok) return loaded;
  console.error(`The configuration has ${loaded.problems.length === 1 ? "a problem" : "problems"}:`);
  for (const { message } of loaded.problems) console.error(`  ${message}`);
  process.exit(2);
}
