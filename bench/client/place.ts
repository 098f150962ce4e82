import type { Browser, BrowserContext, CDPSession, Page } from "playwright-core";
import type { LongSession } from "../../tests/client/support/long-session";
import type { Services } from "../../tests/support/services";

export interface Place {
  browser: Browser;
  services: Services;
  long: LongSession;
  /** How many times slower the page's processor is made. */
  throttle: number;
}

export interface PhonePage {
  page: Page;
  context: BrowserContext;
  debug: CDPSession;
}

/** A phone's window of 390 px on the client, signed in; nothing of it is in any cache. */
export async function openPhone({ browser, services, throttle }: Place): Promise<PhonePage> {
  const context = await browser.newContext({
    baseURL: services.serverUrl,
    viewport: { width: 390, height: 844 },
    hasTouch: true,
    locale: "en-GB",
    serviceWorkers: "block",
  });
  const made = await services.client.devices.pair({});
  if (!made.ok) throw new Error(made.message);
  const answer = await context.request.post("/devices", {
    data: { code: made.code, name: "Bench", cookie: true },
    headers: { origin: services.serverUrl, "sec-fetch-site": "same-origin" },
  });
  if (!answer.ok()) throw new Error(`not paired: ${answer.status()}`);
  const page = await context.newPage();
  const debug = await context.newCDPSession(page);
  await debug.send("Emulation.setCPUThrottlingRate", { rate: throttle });
  return { page, context, debug };
}
