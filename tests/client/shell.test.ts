import { afterAll, beforeAll, describe, expect, test } from "bun:test";
import type { Browser } from "playwright-core";
import { waitFor } from "../support/wait-for";
import { accessibilityFaults } from "./support/axe";
import { BROWSER, launchBrowser } from "./support/browser";
import { type ClientStack, startClientStack } from "./support/client-stack";
import { DESK, LOOKS, PHONE } from "./support/looks";
import { openPage } from "./support/open-page";
import { screenshot } from "./support/screenshot";

const SECTIONS = ["servers", "devices", "notifications", "appearance", "diagnostics"];

describe.skipIf(BROWSER === null)("the shell and the settings", () => {
  let browser: Browser;
  let shop: ClientStack;

  beforeAll(async () => {
    [browser, shop] = await Promise.all([launchBrowser(), startClientStack()]);
    const joined = await shop.stack.client.sessions.create({ sessionId: "dev" });
    if (!joined.ok) throw new Error(joined.message);
  });
  afterAll(async () => {
    await browser?.close();
    await shop?.stop();
  });

  for (const look of LOOKS)
    test(`every section of the settings can be read by everybody (${look.name})`, async () => {
      const { page, goto, complaints, close } = await openPage(browser, shop.stack, { look });
      for (const section of SECTIONS) {
        await goto(`/settings/${section}`);
        await page.getByRole("heading", { level: 1 }).waitFor();
        await page.locator("[aria-busy=true]").waitFor({ state: "detached" });
        expect({ section, faults: await accessibilityFaults(page) }).toEqual({ section, faults: [] });
        await screenshot(page, `settings-${section}`, look);
      }
      expect(complaints).toEqual([]);
      await close();
    });

  test("the places stand beside the screen where there is room, and below it where there is not", async () => {
    for (const look of [PHONE, DESK]) {
      const { page, goto, close } = await openPage(browser, shop.stack, { look });
      await goto("/requests");
      const places = page.getByRole("navigation", { name: "Main" });
      await places.getByRole("link", { name: "Mission Control" }).click();
      await page.waitForURL("**/mission-control");
      expect(await places.getByRole("link", { name: "Mission Control" }).getAttribute("aria-current")).toBe("page");
      const box = await places.boundingBox();
      expect(look.phone ? box?.y : box?.x).toBe(look.phone ? look.height - (box?.height ?? 0) : 0);
      if (look.phone)
        for (const link of await places.getByRole("link").all())
          expect((await link.boundingBox())?.height).toBeGreaterThanOrEqual(44);
      await close();
    }
  });

  test("the palette finds places and commands by keyboard alone, and gives the keys back", async () => {
    const { page, goto, complaints, close } = await openPage(browser, shop.stack, { look: DESK });
    await goto("/requests");
    await page.getByRole("heading", { name: "Requests", exact: true }).waitFor();
    await page.keyboard.press("Control+k");
    const palette = page.getByRole("dialog", { name: "Search and commands" });
    await palette.waitFor();
    expect(await accessibilityFaults(page)).toEqual([]);
    await screenshot(page, "palette", DESK);
    await page.keyboard.type("mission");
    await page.keyboard.press("Enter");
    await page.waitForURL("**/mission-control");
    await palette.waitFor({ state: "hidden" });
    await page.keyboard.press("Control+k");
    await palette.waitFor();
    await page.keyboard.type("src/price.ts:2");
    await page.keyboard.press("Enter");
    await page.waitForURL("**/why?path=src%2Fprice.ts&line=2");
    await page.keyboard.press("Control+k");
    await palette.waitFor();
    await page.keyboard.press("Escape");
    await palette.waitFor({ state: "hidden" });
    expect(complaints).toEqual([]);
    await close();
  });

  test("on a phone the search is in the header of each place", async () => {
    const { page, goto, complaints, close } = await openPage(browser, shop.stack, { look: PHONE });
    for (const place of ["/needs-you", "/chats", "/requests", "/mission-control", "/settings"]) {
      await goto(place);
      await page.getByRole("button", { name: "Search and commands" }).waitFor();
    }
    await page.getByRole("button", { name: "Search and commands" }).tap();
    const palette = page.getByRole("dialog", { name: "Search and commands" });
    await palette.getByRole("combobox").fill("why is");
    await palette.getByRole("option", { name: /Why is this line here/ }).tap();
    await page.waitForURL("**/why");
    expect(complaints).toEqual([]);
    await close();
  });

  test("sequences lead to places, ? shows the map, and neither while somebody types", async () => {
    const { page, goto, close } = await openPage(browser, shop.stack, { look: DESK });
    await goto("/settings");
    await page.getByRole("heading", { name: "Settings" }).waitFor();
    // A machine with much to do may be slower than the time between the keys of a sequence.
    await waitFor("the requests", async () => {
      await page.keyboard.press("g");
      await page.keyboard.press("r");
      return new URL(page.url()).pathname === "/requests" ? true : null;
    });
    await page.keyboard.press("Shift+?");
    const map = page.getByRole("dialog", { name: "Keyboard map" });
    await map.getByText("Mission Control").waitFor();
    await page.keyboard.press("Escape");
    await map.waitFor({ state: "hidden" });
    await page.keyboard.press("Control+k");
    await page.keyboard.type("g c?");
    expect(new URL(page.url()).pathname).toBe("/requests");
    expect(await map.isVisible()).toBe(false);
    await close();
  });

  test("colours are chosen for this device and stay", async () => {
    const { page, goto, close } = await openPage(browser, shop.stack, { look: DESK });
    await goto("/settings/appearance");
    await page.getByRole("radio", { name: "Dark" }).click();
    const scheme = () => page.evaluate<string>("document.documentElement.dataset.scheme");
    expect(await scheme()).toBe("dark");
    await page.reload();
    await page.getByRole("radio", { name: "Dark" }).waitFor();
    expect(await scheme()).toBe("dark");
    await close();
  });

  test("without a network it says so over what was known, and goes on by itself", async () => {
    const { page, context, goto, close } = await openPage(browser, shop.stack, { look: PHONE });
    await goto("/chats");
    await page.getByRole("link", { name: /dev/ }).first().waitFor();
    await context.setOffline(true);
    await page.getByRole("status").getByText("Offline").waitFor();
    expect(await page.getByRole("link", { name: /dev/ }).first().isVisible()).toBe(true);
    await screenshot(page, "offline", PHONE);
    await context.setOffline(false);
    await page.getByRole("status").getByText("Offline").waitFor({ state: "detached" });
    await close();
  });

  test("a server that does not answer is named, and tried again at once when asked to", async () => {
    const { page, goto, close } = await openPage(browser, shop.stack, { look: DESK });
    await goto("/settings/diagnostics");
    await page.getByText("What you see is live.").waitFor();
    // The first try fails; the next one gets no answer, and would wait for it a long time by itself.
    const answers = ["abort", "none"];
    await page.route("**/pulse", (route) => {
      const answer = answers.shift();
      return answer === "abort" ? route.abort() : answer === "none" ? undefined : route.continue();
    });
    await page.reload();
    await page.getByText("The server does not answer").first().waitFor();
    await page.getByRole("button", { name: "Retry now" }).click();
    await page.getByText("What you see is live.").waitFor();
    await close();
  });
});
