import { afterAll, beforeAll, describe, expect, setDefaultTimeout, test } from "bun:test";
import { pairingLink } from "@pushpals/protocol";
import type { Browser, BrowserContext, Page } from "playwright-core";
import { waitFor } from "../support/wait-for";
import { accessibilityFaults } from "./support/axe";
import { BROWSER, launchBrowser } from "./support/browser";
import { type ClientStack, startClientStack } from "./support/client-stack";
import { startHttpsProxy } from "./support/https-proxy";
import { DESK, LOOKS, PHONE } from "./support/looks";
import { openPage } from "./support/open-page";
import { screenshot } from "./support/screenshot";

// For what hangs: the stack starts, and the client is exported when nobody has yet.
setDefaultTimeout(600_000);

let shop: ClientStack;
let browser: Browser;

/** Waits until the page's worker is in charge of it, and answers its registration as the debugger knows it. */
async function workerOf(context: BrowserContext, page: Page) {
  await page.evaluate("navigator.serviceWorker.ready.then(() => null)");
  const debug = await context.newCDPSession(page);
  const ids: string[] = [];
  debug.on("ServiceWorker.workerRegistrationUpdated", ({ registrations }) => {
    for (const one of registrations) ids.push(one.registrationId);
  });
  await debug.send("ServiceWorker.enable");
  const registrationId = await waitFor("the service worker", async () => ids.at(-1) ?? null);
  return { debug, registrationId };
}

describe.skipIf(BROWSER === null)("notifications in the client", () => {
  beforeAll(async () => {
    [shop, browser] = await Promise.all([
      startClientStack({
        env: { PUSHPALS_NOTIFICATIONS_WEBHOOKS: '["ntfy+http://127.0.0.1:9/a-secret-topic"]' },
      }),
      launchBrowser(),
    ]);
    await shop.stack.send('/replace "visitor" "friend" in src/greeting.ts');
    await shop.stack.send('/replace "friend" "INVALID" in src/greeting.ts');
  });
  afterAll(async () => {
    await browser?.close();
    await shop?.stop();
  });

  test.each(LOOKS)("the settings show what is told, how, and what came last ($name)", async (look) => {
    const { page, complaints, goto, close } = await openPage(browser, shop.stack, { look });
    await goto("/settings/notifications");
    await page.getByText("Failed: /replace").first().waitFor();
    await page.getByText("127.0.0.1:9").waitFor();
    expect(await page.content()).not.toContain("a-secret-topic");
    await screenshot(page, "settings-notifications", look);
    expect(await accessibilityFaults(page, "[role=main]")).toEqual([]);
    expect(complaints).toEqual([]);
    await close();
  });

  test("a device chooses what it hears of, for itself, and keeps it", async () => {
    const one = await openPage(browser, shop.stack, { look: PHONE, device: "One" });
    await one.goto("/settings/notifications");
    const done = one.page.getByRole("switch", { name: "Done" });
    await done.waitFor();
    expect(await done.getAttribute("aria-checked")).toBe("true");
    await done.click();
    await one.page.locator('[role=switch][aria-label="Done"][aria-checked=false]').waitFor();
    await one.page.reload();
    await one.page.locator('[role=switch][aria-label="Done"][aria-checked=false]').waitFor();
    const two = await openPage(browser, shop.stack, { look: PHONE, device: "Two" });
    await two.goto("/settings/notifications");
    await two.page.locator('[role=switch][aria-label="Done"][aria-checked=true]').waitFor();
    await Promise.all([one.close(), two.close()]);
  });

  test("what happens is said where it is not looked at, with the way there; what was missed on return", async () => {
    const { page, goto, close } = await openPage(browser, shop.stack, { look: DESK });
    await goto("/mission-control");
    await waitFor("the first look", () =>
      page.evaluate("Object.keys(localStorage).some((key) => key.startsWith('pushpals.notified.')) || null"),
    );
    await shop.stack.send('/replace "friend" "guest" in src/greeting.ts');
    const notices = page.getByRole("region", { name: "Notices" });
    await notices.getByText("Landed: /replace").waitFor();
    await screenshot(page, "notice", DESK);
    await notices.getByRole("button", { name: "Open" }).click();
    await page.waitForURL("**/chats/dev");
    await page.goto("about:blank");
    await shop.stack.send('/replace "guest" "you" in src/greeting.ts');
    await shop.stack.send('/replace "you" "INVALID" in src/greeting.ts');
    await goto("/mission-control");
    await notices.getByText("1 failure, 1 done").waitFor();
    await screenshot(page, "missed", DESK);
    await close();
  });

  test("what is pushed is shown once, however often it comes, and leads to where it came from", async () => {
    const { page, context, goto, close } = await openPage(browser, shop.stack, { look: DESK });
    await context.grantPermissions(["notifications"], { origin: shop.stack.serverUrl });
    await goto("/requests");
    const { debug, registrationId } = await workerOf(context, page);
    const push = (id: number) =>
      debug.send("ServiceWorker.deliverPushMessage", {
        origin: shop.stack.serverUrl,
        registrationId,
        data: JSON.stringify({ id, kind: "done", title: "Landed: it", body: "", link: "/chats/dev" }),
      });
    const shown = () =>
      page.evaluate<{ title: string; tag: string; link: string }[]>(
        `navigator.serviceWorker.ready.then((worker) => worker.getNotifications()).then((all) =>
          all.map(({ title, tag, data }) => ({ title, tag, link: data.link })))`,
      );
    await waitFor("both notifications", async () => {
      // What comes before the worker is up may be dropped by the browser: it comes again, as a push service would have it.
      for (const id of [7, 7, 8]) await push(id);
      return (await shown()).length === 2 ? true : null;
    });
    expect((await shown()).map(({ tag, link }) => [tag, link]).sort()).toEqual([
      ["pushpals-7", "/chats/dev"],
      ["pushpals-8", "/chats/dev"],
    ]);
    await close();
  });

  test("the client opens without a server, with what it knew, and never a page in place of an answer of the API", async () => {
    const { page, context, goto, close } = await openPage(browser, shop.stack, { look: PHONE });
    await goto("/requests");
    await workerOf(context, page);
    await page.waitForFunction("navigator.serviceWorker.controller !== null");
    await page.reload();
    await page.getByText("/replace").first().waitFor();
    await context.setOffline(true);
    await page.goto("/requests");
    await page.getByRole("heading", { name: "Requests" }).waitFor();
    await screenshot(page, "offline", PHONE);
    const answer = await page.evaluate(
      "fetch('/requests', {headers: {accept: 'application/json'}}).then((r) => r.status, () => 'no network')",
    );
    expect(answer).toBe("no network");
    await context.setOffline(false);
    await close();
  });

  test("by HTTPS behind a proxy a person signs in by a link, is bound to that host, and hears of what happens", async () => {
    const proxy = startHttpsProxy(shop.stack.serverUrl);
    if (!proxy) return console.log("No openssl on this machine: signing in by HTTPS is not looked at.");
    const context = await browser.newContext({ ignoreHTTPSErrors: true, viewport: { width: 390, height: 844 } });
    const made = await shop.stack.client.devices.pair({});
    if (!made.ok) throw new Error(made.message);
    const page = await context.newPage();
    await page.goto(pairingLink(proxy.url, made.code));
    await page.getByRole("button", { name: /^(Pair|Sign in|Connect)/ }).click();
    await page.getByRole("link", { name: /Needs you/ }).waitFor();
    expect(await context.cookies()).toMatchObject([
      { name: expect.stringMatching(/^__Host-pushpals-\d+$/), httpOnly: true, secure: true, sameSite: "Strict" },
    ]);
    await page.goto(`${proxy.url}/settings/notifications`);
    await shop.stack.send("/ask_remote_buddy what can you do?");
    await page.getByText("Answered: what can you do?").first().waitFor();
    await context.close();
    await proxy.stop();
  });
});
