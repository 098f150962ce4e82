import { existsSync } from "node:fs";
import { join } from "node:path";
import { type Config, clientDir, clientUrl } from "@pushpals/shared/config";
import { buildClient, isBuilt } from "../client/build-client";
import { openClient } from "./open-client";

/** How the client stands when the stack is up. */
export type ClientState = "left_out" | "ready" | "old" | "building";

export async function clientState(config: Config, wanted: boolean): Promise<ClientState> {
  if (!wanted) return "left_out";
  const folder = clientDir(config);
  if (await isBuilt(folder)) return "ready";
  return existsSync(join(folder, "index.html")) ? "old" : "building";
}

/** For the block that the start ends with. */
export function clientSummary(config: Config, state: ClientState): string {
  const address = clientUrl(config);
  if (state === "left_out") return "left out (--no-client)";
  if (state === "ready") return `${address}   (a phone or browser connects by: bun run pushpals pair)`;
  if (state === "old") return `${address}   (a new version of it is being built)`;
  return `being built; ${address} has it in a minute or two. All else works already`;
}

/** Builds the client where it has to be, and opens it where that is wished for. The stack runs whatever comes of it. */
export async function provideClient(
  config: Config,
  state: ClientState,
  signal: AbortSignal,
  say: (line: string) => void,
): Promise<void> {
  if (state === "left_out") return;
  if (state !== "ready") {
    const result = await buildClient({ folder: clientDir(config), say, signal });
    if (signal.aborted) return;
    if (!result.ok)
      return say(
        `THE CLIENT IS NOT BUILT: ${result.message.replace(/\.?$/, ".")} All else runs, and is used by: bun run pushpals send "…"`,
      );
    say(`the client is at ${clientUrl(config)}; a phone or browser connects by: bun run pushpals pair`);
  }
  if (!config.startup.open_browser) return;
  const problem = await openClient(config);
  if (problem !== null) say(`the browser was not opened: ${problem}. Open ${clientUrl(config)}`);
}
