import { afterAll, beforeAll, describe, expect, setDefaultTimeout, test } from "bun:test";
import type { Browser, Locator, Page } from "playwright-core";
import { terminalAt } from "../support/pushpals";
import { accessibilityFaults } from "./support/axe";
import { BROWSER, launchBrowser } from "./support/browser";
import { type ClientStack, startClientStack } from "./support/client-stack";
import { PHONE } from "./support/looks";
import { type DevicePage, openPage } from "./support/open-page";
import { screenshot } from "./support/screenshot";
import { LEAST_SIDE, smallTargets } from "./support/small-targets";

setDefaultTimeout(600_000);

/** Each test goes on where the one before it has ended: together they are the first half hour of a new person. */
describe.skipIf(BROWSER === null)("a new person, with an address, a pairing code and a phone", () => {
  let client: ClientStack;
  let browser: Browser;
  let device: DevicePage;
  let page: Page;

  beforeAll(async () => {
    client = await startClientStack();
    browser = await launchBrowser();
    device = await openPage(browser, client.stack, { look: PHONE, device: null });
    page = device.page;
  });

  afterAll(async () => {
    await browser?.close();
    await client?.stop();
  });

  const button = (name: string | RegExp) => page.getByRole("button", { name }).first();
  const link = (name: string | RegExp) => page.getByRole("link", { name }).first();
  const words = (text: string | RegExp) => page.getByText(text).first();
  const onBranch = (path: string) => client.repository.gitRemote("show", `main_agents:${path}`);

  async function look(name: string): Promise<void> {
    await screenshot(page, `journey-${name}`, PHONE);
    expect(await accessibilityFaults(page)).toEqual([]);
    expect(await smallTargets(page, LEAST_SIDE.finger)).toEqual([]);
  }

  /** Writes into the chat that is open, and sends it. */
  async function say(text: string): Promise<void> {
    await page.getByLabel("Message to the team").fill(text);
    await button(/^Send/).click();
  }

  test("pairs with nothing but the code", async () => {
    await device.goto("/");
    await page.getByLabel("Pairing code").waitFor();
    await look("pair");
    const { pushpals } = terminalAt(client.repository, { serverUrl: client.stack.serverUrl });
    const code = /^ *code +(\S+)$/m.exec((await pushpals("pair")).out)?.[1] ?? "";
    // As people type what they read off another screen.
    await page.getByLabel("Pairing code").pressSequentially(code.toLowerCase().replace("-", " "));
    await page.getByLabel("Name of this device").fill("Pat's phone");
    // Before it is paired the server says 401 to it, as it should.
    device.complaints.length = 0;
    await button("Pair this device").click();
    await button("New chat").waitFor();
    await look("chats");
  });

  test("gets a change landed", async () => {
    await button("New chat").click();
    await words("What shall the team do?").waitFor();
    await look("new-chat");
    await button("Replace words").click();
    // What is offered is a form to be filled in; the words to change are in quotes.
    const form = await page.getByLabel("Message to the team").inputValue();
    expect(form).toContain('replace "old words" with "new words" in README.md');
    await say(
      form.replace("old words", "price = 100").replace("new words", "price = 120").replace("README.md", "src/price.ts"),
    );
    await words(/landed/i).waitFor();
    await look("landed");
    expect(onBranch("src/price.ts")).toContain("price = 120");
  });

  test("is asked about one that touches the manifest, and approves it", async () => {
    await say('replace "1.0.0" with "1.1.0" in package.json');
    await button("Approve once").waitFor();
    await look("approval");
    await link(/^Needs you/).click();
    await words("To decide").waitFor();
    await look("needs-you");
    await button("Approve once").click();
    await words("Nothing needs you").waitFor();
    await expectLanded(() => onBranch("package.json").includes("1.1.0"));
  });

  test("reads the diff of what has landed", async () => {
    await link(/^Requests/).click();
    await button(/package\.json/).click();
    await link(/package\.json.*landed/s).click();
    await link("Review changes").click();
    await words('"version": "1.1.0",').waitFor();
    await look("diff");
    await page.goBack();
  });

  test("calls off another that takes too long", async () => {
    await link(/^Chats/).click();
    await page.getByRole("listitem").getByRole("link").first().click();
    await say("run `sleep 600`");
    await link(/Open job: Run sleep/).click();
    await button("Cancel this job").click();
    await words("Cancel this job?").waitFor();
    await look("cancel");
    await button("Cancel the job").click();
    await words(/^cancelled$/).waitFor();
    await look("cancelled");
  });

  test("finds out why a third has failed", async () => {
    await page.goBack();
    await button("Send").waitFor();
    await readBack();
    await say('replace "visitor" with "INVALID" in src/greeting.ts');
    await inSight(words(/with "INVALID" in/));
    await link(/^Needs you/).click();
    await words("Validation failed").waitFor();
    await link(/^Open the job/).click();
    await words(/ended with exit code 1/).waitFor();
    await words(/Read the red receipt/).waitFor();
    await look("failed");
    await button("See the evidence").click();
    await words("exit code 1").waitFor();
    await look("evidence");
    expect(onBranch("src/greeting.ts")).toContain("visitor");
  });

  test("asks why a line is there", async () => {
    await device.goto("/why");
    await page.getByLabel("File").fill("price");
    await button("src/price.ts").click();
    await page.getByRole("textbox", { name: "Line" }).fill("2");
    await button(/^Ask/).click();
    await words("Landed").waitFor();
    await words(/Asked for/).waitFor();
    await look("why");
    expect(device.complaints).toEqual([]);
  });

  /** Scrolls the chat back to where it begins. */
  async function readBack(): Promise<void> {
    await page.mouse.move(PHONE.width / 2, PHONE.height / 2);
    while (!(await words(/What shall|What can|price = 100/).isVisible())) await page.mouse.wheel(0, -400);
    await page.mouse.wheel(0, -4_000);
    await page.getByRole("button", { name: /to the latest$/ }).waitFor();
  }

  /** Waits until all of it is on the screen. */
  async function inSight(what: Locator): Promise<void> {
    const isThere = async () => {
      const box = await what.boundingBox();
      return box !== null && box.y > 0 && box.y + box.height < PHONE.height;
    };
    while (!(await isThere())) await Bun.sleep(50);
  }

  async function expectLanded(done: () => boolean): Promise<void> {
    while (!done()) await Bun.sleep(50);
  }
});
