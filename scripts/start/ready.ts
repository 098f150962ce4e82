import { join } from "node:path";
import { type Config, dataDir, serverUrl } from "@pushpals/shared/config";
import { type ClientState, clientSummary } from "./client";
import type { Found } from "./preflight";

/** What a person wants to know once the stack is up. Never the token itself: its place. */
export function readyLines(config: Config, found: Found, client: ClientState): string[] {
  const { repository, mirror, sandbox, model } = found;
  const { integration_branch, checks } = config.source_control_manager;
  const remote = mirror.remote
    ? `${mirror.remote.name} (${mirror.remote.url})`
    : "none: local mode, work lands in the repository itself";
  const rows: [string, string][] = [
    ["repository", repository.path],
    ["lands on", integration_branch],
    ["remote", remote],
    ["checks", checks.length > 0 ? checks.join(", ") : "none: landings are ungated"],
    ["sandbox", sandbox.summary],
    ["model", model],
    ["server", serverUrl(config)],
    ["token", join(dataDir(config), "tokens", "operator")],
    ["client", clientSummary(config, client)],
  ];
  return [
    "Push Pals is ready.",
    ...rows.map(([name, value]) => `  ${name.padEnd(12)}${value}`),
    "",
    '  bun run pushpals send "what can you do?"',
    "  bun run pushpals watch",
    "  bun run pushpals pair        connects a phone or a browser",
  ];
}
