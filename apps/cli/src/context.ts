import type { Refusal } from "@pushpals/protocol";
import { type Client, createClient } from "@pushpals/sdk";
import { tokenFor } from "@pushpals/shared/auth";
import { type Config, loadConfig, localbuddyUrl, serverUrl } from "@pushpals/shared/config";
import { refusalExit } from "./exit-codes";
import { type Terminal, terminalOf } from "./output/terminal";

/** Options that every command has. */
export interface CommonOptions {
  json?: boolean;
  server?: string;
  local?: string;
}

/** What a command works with. */
export interface Context {
  config: Config;
  client: Client;
  serverUrl: string;
  localUrl: string;
  token: string;
  json: boolean;
  out: Terminal;
  err: Terminal;
}

/** Reads the configuration and the operator's token. A wrong configuration comes back as its problems. */
export async function openContext(
  options: CommonOptions,
  out = terminalOf(process.stdout),
  err = terminalOf(process.stderr),
): Promise<Context | { problems: string[] }> {
  const loaded = loadConfig();
  if (!loaded.ok) return { problems: loaded.problems.map((problem) => problem.message) };
  const { config } = loaded;
  const token = await tokenFor("operator", config);
  const baseUrl = options.server ?? serverUrl(config);
  return {
    config,
    client: createClient({ baseUrl, token }),
    serverUrl: baseUrl,
    localUrl: options.local ?? localbuddyUrl(config),
    token,
    json: options.json === true,
    out,
    err,
  };
}

/** Prints one JSON object on one line. */
export const printJson = (context: Context, value: object): void => context.out.write(`${JSON.stringify(value)}\n`);

/** Says why a call was refused, and gives the exit code for it. */
export function refused(context: Context, refusal: Refusal): number {
  if (context.json) printJson(context, refusal);
  else context.err.write(`${refusal.message}\n${hint(context, refusal)}`);
  return refusalExit(refusal.code);
}

function hint(context: Context, { code }: Refusal): string {
  if (code === "unreachable") return "Is Push Pals running? Start it with: bun run start\n";
  if (code === "unauthorized")
    return `The token is not this server's. Set PUSHPALS_AUTH_TOKEN, or use the data directory of the running stack (now ${context.config.paths.data_dir}).\n`;
  return "";
}
