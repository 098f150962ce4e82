import { afterAll, beforeAll, describe, expect, setDefaultTimeout, test } from "bun:test";
import type { Browser, Page } from "playwright-core";
import { descendantsOf } from "../support/processes";
import { waitFor } from "../support/wait-for";
import { accessibilityFaults } from "./support/axe";
import { BROWSER, launchBrowser } from "./support/browser";
import { type ClientStack, seedTeam, startClientStack } from "./support/client-stack";
import { takeJobByHand } from "./support/job-by-hand";
import { DESK, LOOKS, PHONE } from "./support/looks";
import { openPage } from "./support/open-page";
import { screenshot } from "./support/screenshot";

setDefaultTimeout(600_000);

const composer = (page: Page) => page.getByLabel("Message to the team");
const send = async (page: Page, text: string) => {
  await composer(page).fill(text);
  await page.getByRole("button", { name: "Send", exact: true }).click();
};
const seen = (page: Page, text: string | RegExp) => page.getByText(text).last().waitFor();

describe.skipIf(BROWSER === null)("chats", () => {
  let client: ClientStack;
  let browser: Browser;

  beforeAll(async () => {
    client = await startClientStack();
    browser = await launchBrowser();
    await seedTeam(client.stack);
  });

  afterAll(async () => {
    await browser?.close();
    await client?.stop();
  });

  const serviceOf = (name: string) => {
    const found = descendantsOf(client.stack.pid).find(({ command }) => command.includes(`apps/${name}/src/main.ts`));
    if (!found) throw new Error(`${name} does not run`);
    return found.pid;
  };
  const messages = async (text: string) =>
    (await client.stack.replay()).filter((event) => event.type === "message" && event.payload.text === text).length;

  test("look right in every window, and can be used by everybody", async () => {
    for (const look of LOOKS) {
      const device = await openPage(browser, client.stack, { look });
      await device.goto("/chats");
      await seen(device.page, /for you/);
      await screenshot(device.page, "chats", look);
      expect(await accessibilityFaults(device.page)).toEqual([]);
      await device.goto("/chats/dev");
      await seen(device.page, "May this change land?");
      await device.page
        .getByRole("group", { name: "The diff" })
        .or(device.page.getByText("package.json"))
        .last()
        .waitFor();
      await screenshot(device.page, "chat", look);
      expect(await accessibilityFaults(device.page)).toEqual([]);
      expect(device.complaints).toEqual([]);
      await device.close();
    }
  });

  test("a question, a command by its first letters, and a change that lands", async () => {
    const device = await openPage(browser, client.stack, { look: PHONE });
    const { page } = device;
    await device.goto("/chats");
    await page.getByRole("button", { name: "New chat" }).first().click();
    await seen(page, "What shall the team do?");
    await composer(page).click();
    await composer(page).pressSequentially("/stat");
    await page.getByRole("option", { name: /^\/status/ }).waitFor();
    await composer(page).press("Enter");
    expect(await composer(page).inputValue()).toBe("/status");
    await page.getByRole("button", { name: "Send", exact: true }).click();
    await seen(page, /has been up for/);
    await send(page, '/replace "Hello" "Good day" in src/greeting.ts');
    await seen(page, /^Landed as/);
    const job = page.getByRole("button", { name: /^Worked .* Replace "Hello"/ });
    await job.click();
    await seen(page, /Replaced/);
    expect(await job.getAttribute("aria-expanded")).toBe("true");
    await page.goBack();
    await seen(page, "Chats");
    await device.close();
  });

  test("a draft outlives a reload, and is on the other device", async () => {
    const phone = await openPage(browser, client.stack, { look: PHONE, device: "Phone" });
    const desk = await openPage(browser, client.stack, { look: DESK, device: "Desk" });
    for (const device of [phone, desk]) {
      await device.goto("/chats/dev");
      await composer(device.page).waitFor();
    }
    await composer(phone.page).fill("half a thought");
    await waitFor("the draft on the desk", async () =>
      (await composer(desk.page).inputValue()) === "half a thought" ? true : null,
    );
    await phone.page.reload();
    await waitFor("the draft after the reload", async () =>
      (await composer(phone.page).inputValue()) === "half a thought" ? true : null,
    );
    await composer(desk.page).fill("");
    await waitFor("no draft on the phone", async () =>
      (await composer(phone.page).inputValue()) === "" ? true : null,
    );
    await phone.close();
    await desk.close();
  });

  test("what is written without a network goes out once, in its order, when there is one", async () => {
    const device = await openPage(browser, client.stack, { look: PHONE });
    const { page, context } = device;
    await device.goto("/chats/dev");
    await seen(page, "May this change land?");
    await context.setOffline(true);
    await send(page, "/jobs");
    await send(page, "/workers");
    await seen(page, "Waits for the connection");
    await context.setOffline(false);
    await waitFor("both in the session", async () =>
      (await messages("/jobs")) + (await messages("/workers")) === 2 ? true : null,
    );
    await waitFor("an empty outbox", async () =>
      (await page.getByText("Waits for the connection").count()) + (await page.getByText("Sending").count()) === 0
        ? true
        : null,
    );
    expect([await messages("/jobs"), await messages("/workers")]).toEqual([1, 1]);
    await device.close();
  });

  test("go on where they were when the server is killed in the middle", async () => {
    const device = await openPage(browser, client.stack, { look: DESK });
    const { page } = device;
    await device.goto("/chats/dev");
    await seen(page, "May this change land?");
    process.kill(serviceOf("server"), "SIGKILL");
    await send(page, "/requests");
    await waitFor("the server again", async () => ((await client.stack.client.system.health({})).ok ? true : null));
    await seen(page, /answered from facts \(\/?requests\)/);
    expect(await messages("/requests")).toBe(1);
    expect(await page.getByText("/requests", { exact: true }).count()).toBe(1);
    await device.close();
  });

  test("what waits is seen with its place, edited, sent first and called off", async () => {
    const device = await openPage(browser, client.stack, { look: PHONE });
    const { page } = device;
    await device.goto("/chats/dev");
    await composer(page).waitFor();
    const planner = serviceOf("remotebuddy");
    process.kill(planner, "SIGSTOP");
    try {
      // One may be claimed by the call that the planner holds; the others wait.
      for (const text of ["/run echo zero", "/run echo one", "/run echo two"]) await client.stack.post(text);
      const rows = page.getByRole("list", { name: "Waiting requests" }).getByRole("listitem");
      await rows.filter({ hasText: "echo two" }).waitFor();
      await screenshot(page, "chat-queue", PHONE);
      expect(await rows.filter({ hasText: "echo two" }).textContent()).toMatch(/in line/);
      await page.getByRole("button", { name: "Change: /run echo two" }).click();
      await page.getByRole("menuitem", { name: /Send now/ }).click();
      await waitFor("the second before the first", async () => {
        const texts = await rows.allTextContents();
        return texts.findIndex((text) => text.includes("echo two")) <
          texts.findIndex((text) => text.includes("echo one"))
          ? true
          : null;
      });
      await page.getByRole("button", { name: "Change: /run echo two" }).click();
      await page.getByRole("menuitem", { name: /^Edit/ }).click();
      await page.getByLabel("What the team is asked").fill("/run echo three");
      await page.getByRole("button", { name: "Save" }).click();
      await rows.filter({ hasText: "echo three" }).waitFor();
      await page.getByRole("button", { name: "Cancel: /run echo one" }).click();
      await rows.filter({ hasText: "echo one" }).waitFor({ state: "detached" });
    } finally {
      process.kill(planner, "SIGCONT");
    }
    await seen(page, /Done: Run .*echo three/).catch(async (error: unknown) => {
      await screenshot(page, "chat-queue-after", PHONE);
      throw error;
    });
    await device.close();
  });

  test("a question of a job stands above the field until it is answered", async () => {
    const device = await openPage(browser, client.stack, { look: PHONE });
    const { page } = device;
    await device.goto("/chats/dev");
    await composer(page).waitFor();
    const job = await takeJobByHand(client.stack, "Paint the door");
    await job.ask("Red or blue?");
    await page
      .getByRole("group", { name: "Question of Paint the door" })
      .getByRole("button", { name: "Answer" })
      .click();
    await page.getByLabel("Answer to Paint the door").fill("Blue, please.");
    await page.getByRole("button", { name: "Send", exact: true }).click();
    await seen(page, "Blue, please.");
    await page.getByRole("group", { name: "Question of Paint the door" }).waitFor({ state: "detached" });
    expect(await messages("Blue, please.")).toBe(1);
    await job.cancel();
    await device.close();
  });

  test("a decision made on one device is on the other at once, with who made it", async () => {
    const phone = await openPage(browser, client.stack, { look: PHONE, device: "Pat's phone" });
    const desk = await openPage(browser, client.stack, { look: DESK, device: "Pat's desk" });
    for (const device of [phone, desk]) {
      await device.goto("/chats/dev");
      await seen(device.page, "May this change land?");
    }
    await phone.page.getByRole("button", { name: "Deny…" }).click();
    await phone.page.getByLabel(/Why not/).fill("Not before Friday.");
    await phone.page.getByRole("button", { name: "Deny", exact: true }).click();
    await seen(desk.page, /Denied by Pat's phone at .*: Not before Friday\./);
    await seen(desk.page, /denied this landing: Not before Friday/);
    await phone.close();
    await desk.close();
  });

  test("one who reads back stays there, is told what is new, and gets to it", async () => {
    const device = await openPage(browser, client.stack, { look: PHONE });
    const { page } = device;
    await device.goto("/chats/dev");
    await composer(page).waitFor();
    await page.mouse.move(195, 300);
    await waitFor("a way back to the end", async () => {
      await page.mouse.wheel(0, -600);
      return (await page.getByRole("button", { name: /latest/i }).count()) > 0 ? true : null;
    });
    await client.stack.post("/approvals");
    await page.getByRole("button", { name: /new, go to the latest/ }).click();
    await seen(page, /answered from facts \(\/?approvals\)/);
    await device.close();
  });
});
