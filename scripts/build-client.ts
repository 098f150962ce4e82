import { clientDir, loadConfigOrExit } from "@pushpals/shared/config";
import { onInterrupt } from "@pushpals/shared/lifecycle";
import { buildClient } from "./client/build-client";
import { INTERRUPTED } from "./exit-codes";

export const usage = `
bun run client:build

Exports the web client to where the server finds it (client.folder), unless it is there for the same sources. \`start\`
does this by itself.
`;

export async function main(): Promise<number> {
  const folder = clientDir(loadConfigOrExit().config);
  const { signal } = onInterrupt();
  const result = await buildClient({ folder, signal, say: (line) => console.log(line) });
  if (signal.aborted) return INTERRUPTED;
  if (!result.ok) console.error(`The client is not built. ${result.message}`);
  else if (!result.built) console.log(`${folder} is up to date.`);
  return result.ok ? 0 : 1;
}
