import { afterAll, beforeAll, describe, expect, test } from "bun:test";
import { DEVICE_SCOPES, type Scope } from "@pushpals/protocol";
import type { Browser } from "playwright-core";
import { waitFor } from "../support/wait-for";
import { accessibilityFaults } from "./support/axe";
import { BROWSER, launchBrowser } from "./support/browser";
import { type ClientStack, startClientStack } from "./support/client-stack";
import { DESK, LOOKS, PHONE } from "./support/looks";
import { openPage } from "./support/open-page";
import { screenshot } from "./support/screenshot";

/** That a stranger is refused is how the client learns that it is one. */
const exceptRefusals = (complaints: string[]) => complaints.filter((line) => !line.includes("401"));

describe.skipIf(BROWSER === null)("pairing", () => {
  let browser: Browser;
  let shop: ClientStack;

  beforeAll(async () => {
    [browser, shop] = await Promise.all([launchBrowser(), startClientStack()]);
  });
  afterAll(async () => {
    await browser?.close();
    await shop?.stop();
  });

  const newCode = async (scopes: Scope[] = [...DEVICE_SCOPES]): Promise<string> => {
    const made = await shop.stack.client.devices.pair({ scopes });
    if (!made.ok) throw new Error(made.message);
    return made.code;
  };

  for (const look of LOOKS)
    test(`a stranger is shown the way in (${look.name})`, async () => {
      const { page, goto, complaints, close } = await openPage(browser, shop.stack, { look, device: null });
      await goto("/mission-control");
      await page.getByRole("textbox", { name: "Pairing code" }).waitFor();
      expect(await page.title()).toBe("Pair this device · Push Pals");
      expect(await accessibilityFaults(page)).toEqual([]);
      await screenshot(page, "pair", look);
      expect(exceptRefusals(complaints)).toEqual([]);
      await close();
    });

  test("a wrong code says what to do; the right one leads to where one wanted to go", async () => {
    const { page, context, goto, close } = await openPage(browser, shop.stack, { look: PHONE, device: null });
    await goto("/mission-control");
    const code = page.getByRole("textbox", { name: "Pairing code" });
    const button = page.getByRole("button", { name: "Pair this device" });
    await code.pressSequentially("aaaaabbbbb");
    expect(await code.inputValue()).toBe("AAAAA-BBBBB");
    await button.click();
    expect(await page.getByRole("alert").textContent()).toContain("Make one with `pushpals pair`");
    await code.fill(await newCode());
    await page.getByRole("textbox", { name: "Name of this device" }).fill("Kitchen phone");
    await code.press("Enter");
    await page.getByRole("heading", { name: "Mission Control" }).waitFor();
    expect(new URL(page.url()).pathname).toBe("/mission-control");
    const cookies = await context.cookies();
    expect(cookies.map(({ httpOnly, sameSite }) => ({ httpOnly, sameSite }))).toEqual([
      { httpOnly: true, sameSite: "Strict" },
    ]);
    const kept = await page.evaluate<string>("JSON.stringify({ ...localStorage })");
    expect(kept).not.toContain(cookies[0]?.value ?? "?");
    await close();
  });

  test("a link fills the code in, and takes it out of the address", async () => {
    const { page, goto, close } = await openPage(browser, shop.stack, { look: DESK, device: null });
    await goto(`/pair#${await newCode()}`);
    const button = page.getByRole("button", { name: "Pair this device" });
    await button.click();
    await page.getByRole("heading", { name: "Chats" }).waitFor();
    expect(page.url()).not.toContain("#");
    await close();
  });

  test("a device lets another one in by a QR code, and puts it out again", async () => {
    const first = await openPage(browser, shop.stack, { look: DESK, device: null });
    await first.goto(`/pair#${await newCode([...DEVICE_SCOPES, "admin"])}`);
    await first.page.getByRole("button", { name: "Pair this device" }).click();
    await first.page.getByRole("heading", { name: "Chats" }).waitFor();
    await first.page.goto("/settings/devices");
    await first.page.getByRole("button", { name: "Pair a new device" }).click();
    const dialog = first.page.getByRole("dialog", { name: "Pair a new device" });
    await dialog.getByRole("img", { name: /QR code/ }).waitFor();
    expect(await accessibilityFaults(first.page)).toEqual([]);
    await screenshot(first.page, "pair-device", DESK);
    const code = /[A-Z0-9]{5}-[A-Z0-9]{5}/.exec((await dialog.textContent()) ?? "")?.[0] ?? "";

    const second = await openPage(browser, shop.stack, { look: PHONE, device: null });
    await second.goto("/");
    await second.page.getByRole("textbox", { name: "Pairing code" }).fill(code);
    await second.page.getByRole("textbox", { name: "Name of this device" }).fill("Lost phone");
    await second.page.getByRole("button", { name: "Pair this device" }).click();
    await second.page.getByRole("heading", { name: "Chats" }).waitFor();

    await dialog.waitFor({ state: "hidden" });
    await first.page.getByRole("button", { name: "Revoke Lost phone" }).click();
    await first.page.getByRole("button", { name: "Revoke", exact: true }).click();
    await second.page.getByRole("textbox", { name: "Pairing code" }).waitFor();
    expect(exceptRefusals(first.complaints)).toEqual([]);
    await first.close();
    await second.close();
  });

  test("signing out ends the token, and leaves nothing of the server's behind", async () => {
    const { page, goto, close } = await openPage(browser, shop.stack, { look: PHONE, device: "Borrowed phone" });
    await goto("/settings/servers");
    await page.getByRole("button", { name: "Sign out" }).click();
    await page.getByRole("dialog").getByRole("button", { name: "Sign out" }).click();
    await page.getByRole("textbox", { name: "Pairing code" }).waitFor();
    const names = await waitFor("the device to be gone", async () => {
      const reply = await shop.stack.client.devices.list({});
      const left = reply.ok
        ? reply.devices.filter(({ revokedAt }) => revokedAt === null).map(({ name }) => name)
        : null;
      return left && !left.includes("Borrowed phone") ? left : null;
    });
    expect(names).not.toContain("Borrowed phone");
    expect(await page.evaluate<string | null>("localStorage.getItem('pushpals.cache')")).toBeNull();
    await page.reload();
    await page.getByRole("textbox", { name: "Pairing code" }).waitFor();
    await close();
  });
});
