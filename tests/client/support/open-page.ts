import type { Browser, BrowserContext, Page } from "playwright-core";
import type { Stack } from "../../support/stack";
import type { Look } from "./looks";

/** A device: a browser context with a cookie of its own, and one window. */
export interface DevicePage {
  look: Look;
  page: Page;
  context: BrowserContext;
  /** What the page complained of: exceptions, and errors on its console. Empty at the end of a good test. */
  complaints: string[];
  goto(path: string): Promise<void>;
  close(): Promise<void>;
}

export interface PageOptions {
  look: Look;
  /** Name of the device to pair as; null leaves it unpaired, as a new person's browser is. */
  device?: string | null;
  /** Asks the system for less motion. */
  reducedMotion?: boolean;
}

/** Only for what never comes: a busy machine is no fault. */
const WAIT_LIMIT_MS = 120_000;

/** Opens a window on the client that the server serves, paired through the API unless told otherwise. */
export async function openPage(browser: Browser, stack: Stack, options: PageOptions): Promise<DevicePage> {
  const { look, device = "Test browser", reducedMotion = true } = options;
  const context = await browser.newContext({
    baseURL: stack.serverUrl,
    viewport: { width: look.width, height: look.height },
    colorScheme: look.scheme,
    reducedMotion: reducedMotion ? "reduce" : "no-preference",
    hasTouch: look.phone,
    locale: "en-GB",
    timezoneId: "UTC",
  });
  if (device !== null) await pair(context, stack, device);
  context.setDefaultTimeout(WAIT_LIMIT_MS);
  const page = await context.newPage();
  const complaints: string[] = [];
  page.on("pageerror", (error) => complaints.push(`exception: ${error.message}`));
  page.on("console", (message) => {
    if (message.type() === "error") complaints.push(`console: ${message.text()} (${message.location().url})`);
  });
  return {
    look,
    page,
    context,
    complaints,
    goto: async (path) => void (await page.goto(path, { waitUntil: "load" })),
    close: () => context.close(),
  };
}

/** Redeems a pairing code as the page itself does: the cookie lands in the context. */
async function pair(context: BrowserContext, stack: Stack, name: string): Promise<void> {
  const made = await stack.client.devices.pair({});
  if (!made.ok) throw new Error(`no pairing code: ${made.message}`);
  const answer = await context.request.post("/devices", {
    data: { code: made.code, name, cookie: true },
    headers: { origin: stack.serverUrl, "sec-fetch-site": "same-origin" },
  });
  if (!answer.ok()) throw new Error(`not paired: ${answer.status()} ${await answer.text()}`);
}
