import { afterAll, beforeAll, describe, expect, test } from "bun:test";
import type { Browser, Page } from "playwright-core";
import { waitFor } from "../support/wait-for";
import { accessibilityFaults } from "./support/axe";
import { BROWSER, launchBrowser } from "./support/browser";
import { type ClientStack, startClientStack } from "./support/client-stack";
import { DESK, LOOKS, type Look, PHONE } from "./support/looks";
import { openPage } from "./support/open-page";
import { screenshot } from "./support/screenshot";
import { LEAST_SIDE, smallTargets } from "./support/small-targets";

describe.skipIf(BROWSER === null)("the parts that screens are built of", () => {
  let browser: Browser;
  let shop: ClientStack;

  beforeAll(async () => {
    [browser, shop] = await Promise.all([launchBrowser(), startClientStack()]);
  });
  afterAll(async () => {
    await browser?.close();
    await shop?.stop();
  });

  const gallery = async (look: Look, reducedMotion = true) => {
    const opened = await openPage(browser, shop.stack, { look, reducedMotion });
    await opened.goto("/gallery");
    await opened.page.getByRole("tab", { name: "Parts" }).waitFor();
    return opened;
  };
  const focused = (page: Page) => page.evaluate<string>("document.activeElement?.getAttribute('aria-label')");

  for (const look of LOOKS)
    test(`have names, contrast and size (${look.name})`, async () => {
      const { page, complaints, close } = await gallery(look);
      for (const tab of ["Parts", "States", "Text"]) {
        await page.getByRole("tab", { name: tab }).click();
        expect({ tab, faults: await accessibilityFaults(page) }).toEqual({ tab, faults: [] });
        const small = await smallTargets(page, look.phone ? LEAST_SIDE.finger : LEAST_SIDE.pointer);
        expect({ tab, small }).toEqual({ tab, small: [] });
        await screenshot(page, `gallery-${tab.toLowerCase()}`, look);
      }
      expect(complaints).toEqual([]);
      await close();
    });

  test("a sheet holds the focus, and Escape gives it back to what opened it", async () => {
    const { page, close } = await gallery(DESK);
    await page.getByRole("button", { name: "Later" }).focus();
    await page.keyboard.press("Enter");
    const sheet = page.getByRole("dialog", { name: "Revoke this device?" });
    await sheet.waitFor();
    for (let presses = 0; presses < 4; presses++) {
      await page.keyboard.press("Tab");
      expect(await page.evaluate<boolean>("document.activeElement.closest('[role=dialog]') !== null")).toBe(true);
    }
    await page.keyboard.press("Escape");
    await sheet.waitFor({ state: "hidden" });
    expect(await focused(page)).toBe("Later");
    await close();
  });

  test("a menu says what each of its items means, and closes with the choice", async () => {
    const { page, close } = await gallery(PHONE);
    const more = page.getByRole("button", { name: "More" });
    expect(await more.getAttribute("aria-expanded")).toBe("false");
    await more.click();
    await page.getByText("Its worker stops; nothing lands").waitFor();
    expect(await accessibilityFaults(page)).toEqual([]);
    await page.getByText("Its worker stops; nothing lands").click();
    await page.getByRole("dialog").waitFor({ state: "hidden" });
    await page.getByRole("status").getByText("Cancelled").waitFor();
    await close();
  });

  test("what went wrong stays until it is put away", async () => {
    const { page, close } = await gallery(DESK);
    await page.getByRole("button", { name: "Deny" }).click();
    const toast = page.getByRole("alert").filter({ hasText: "Denied" });
    await toast.waitFor();
    await toast.getByRole("button", { name: "Put away" }).click();
    await toast.waitFor({ state: "hidden" });
    await close();
  });

  test("the ring is there by keyboard, and not by pointer", async () => {
    const { page, close } = await gallery(DESK);
    const outline = () => page.evaluate<string>("getComputedStyle(document.activeElement).outlineStyle");
    await page.getByRole("button", { name: "Small" }).click();
    expect(await outline()).toBe("none");
    await page.keyboard.press("Tab");
    expect(await outline()).toBe("solid");
    await close();
  });

  test("markdown carries out no HTML, fetches no picture, and follows no script", async () => {
    const { page, close } = await gallery(DESK);
    await page.getByRole("tab", { name: "Text" }).click();
    await page.getByText("<b>no HTML</b>").first().waitFor();
    expect(await page.locator("main b, main img, main script").count()).toBe(0);
    await close();
  });

  test("nothing moves for who wants less motion", async () => {
    for (const reduced of [true, false]) {
      const { page, close } = await gallery(PHONE, reduced);
      await page.getByRole("tab", { name: "States" }).click();
      const running = () => page.evaluate<number>("document.getAnimations().length");
      if (reduced) expect(await running()).toBe(0);
      else await waitFor("something that moves", async () => ((await running()) > 0 ? true : null));
      await close();
    }
  });
});
