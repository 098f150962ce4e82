import { type Browser, chromium } from "playwright-core";
import { findBrowser } from "../../../scripts/setup/browser";

const ARGUMENTS = [
  "--no-sandbox",
  "--disable-gpu",
  "--disable-quic",
  "--no-first-run",
  "--disable-background-networking",
  "--disable-component-update",
  "--disable-sync",
];

/**
 * The browser to test in, or null where the machine has none and none could be installed: then these tests are skipped,
 * and the runner says so. `bun run test` installs Debian's where it may; PUSHPALS_TEST_BROWSER names another.
 */
export const BROWSER = findBrowser();
if (BROWSER === null)
  console.log(
    "No Chromium on this machine: the tests of the client are skipped. `apt-get install chromium` brings one.",
  );

/** A browser of its own for a file of tests, with a new profile. */
export async function launchBrowser(): Promise<Browser> {
  if (BROWSER === null) throw new Error("there is no browser to launch");
  return await chromium.launch({ executablePath: BROWSER, args: ARGUMENTS });
}
