import { writeFile } from "node:fs/promises";
import { join } from "node:path";
import { DEVICE_SCOPES, pairingLink } from "@pushpals/protocol";
import { createClient } from "@pushpals/sdk";
import { tokenFor } from "@pushpals/shared/auth";
import { type Config, clientUrl, dataDir, serverUrl } from "@pushpals/shared/config";
import { MACHINE_VARIABLES, minimalEnv, run } from "@pushpals/shared/process";

const OPEN_LIMIT_MS = 10_000;
const DISPLAY_VARIABLES = /^(DISPLAY|WAYLAND_DISPLAY|XAUTHORITY|XDG_\w+|DBUS_SESSION_BUS_ADDRESS|BROWSER)$/;

/** Opens the client in this machine's browser, signed in as the person at the machine. Null, or why it did not. */
export async function openClient(config: Config): Promise<string | null> {
  if (process.platform === "linux" && !process.env["DISPLAY"] && !process.env["WAYLAND_DISPLAY"])
    return "this machine shows no browser (no DISPLAY)";
  const client = createClient({ baseUrl: serverUrl(config), token: await tokenFor("operator", config) });
  const made = await client.devices.pair({ scopes: [...DEVICE_SCOPES, "admin"] });
  if (!made.ok) return made.message;
  // The code goes by a file of this user's: arguments of programs can be read by everybody on the machine.
  const page = join(dataDir(config), "open-client.html");
  await writeFile(page, redirectTo(pairingLink(clientUrl(config), made.code)), { mode: 0o600 });
  const result = await run({
    command: [process.platform === "darwin" ? "open" : "xdg-open", page],
    env: browserEnvironment(),
    timeoutMs: OPEN_LIMIT_MS,
  });
  return result.exitCode === 0 ? null : (result.error ?? "no browser could be opened");
}

const redirectTo = (link: string): string =>
  `<!doctype html><meta charset="utf-8"><title>Push Pals</title><meta http-equiv="refresh" content="0; url=${link}">\n`;

function browserEnvironment(): Record<string, string> {
  const wanted = Object.entries(process.env).filter(
    ([key, value]) => value !== undefined && (DISPLAY_VARIABLES.test(key) || MACHINE_VARIABLES.test(key)),
  );
  return minimalEnv(Object.fromEntries(wanted) as Record<string, string>);
}
