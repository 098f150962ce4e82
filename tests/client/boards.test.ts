import { afterAll, beforeAll, describe, expect, setDefaultTimeout, test } from "bun:test";
import type { Browser, Page } from "playwright-core";
import { accessibilityFaults } from "./support/axe";
import { BROWSER, launchBrowser } from "./support/browser";
import { type ClientStack, type SeededTeam, seedTeam, startClientStack } from "./support/client-stack";
import { LOOKS, type Look } from "./support/looks";
import { type DevicePage, openPage } from "./support/open-page";
import { screenshot } from "./support/screenshot";

setDefaultTimeout(600_000);

/** A screen, by its address and by what it shows once it is there. */
interface Shown {
  name: string;
  path(team: SeededTeam): string;
  ready(page: Page): Promise<unknown>;
}

const text = (page: Page, words: string | RegExp) => page.getByText(words).first().waitFor();

const SCREENS: readonly Shown[] = [
  { name: "needs-you", path: () => "/needs-you", ready: (page) => text(page, "Went wrong") },
  { name: "requests", path: () => "/requests", ready: (page) => text(page, /^landed$/) },
  { name: "job-landed", path: (team) => `/jobs/${team.landed}`, ready: (page) => text(page, "In line") },
  { name: "job-failed", path: (team) => `/jobs/${team.invalid}`, ready: (page) => text(page, "Validation failed") },
  {
    name: "job-not-landed",
    path: (team) => `/jobs/${team.broken}`,
    ready: (page) => text(page, "Landing: checks red"),
  },
  {
    name: "job-approval",
    path: (team) => `/jobs/${team.approval}`,
    ready: (page) => text(page, "May this change land?"),
  },
  { name: "diff-review", path: (team) => `/jobs/${team.landed}/diff`, ready: (page) => text(page, "src/discount.ts") },
  { name: "mission-control", path: () => "/mission-control", ready: (page) => text(page, "Last 24 hours") },
  { name: "worker", path: () => "/workers/workerpal-1", ready: (page) => text(page, "Its jobs") },
];

describe.skipIf(BROWSER === null)("the boards show what the team did", () => {
  let client: ClientStack;
  let team: SeededTeam;
  let browser: Browser;
  const pages = new Map<string, DevicePage>();

  beforeAll(async () => {
    client = await startClientStack();
    team = await seedTeam(client.stack);
    browser = await launchBrowser();
    for (const look of LOOKS) pages.set(look.name, await openPage(browser, client.stack, { look, device: look.name }));
  });

  afterAll(async () => {
    await browser?.close();
    await client?.stop();
  });

  async function show(screen: Shown, look: Look): Promise<DevicePage> {
    const device = pages.get(look.name) as DevicePage;
    await device.goto(screen.path(team));
    await screen.ready(device.page);
    return device;
  }

  for (const screen of SCREENS)
    for (const look of LOOKS)
      test(`${screen.name} in ${look.name}`, async () => {
        const { page, complaints } = await show(screen, look);
        await screenshot(page, screen.name, look);
        expect(await accessibilityFaults(page)).toEqual([]);
        expect(complaints).toEqual([]);
      });
});
