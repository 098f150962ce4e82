import { afterAll, beforeAll, describe, expect, setDefaultTimeout, test } from "bun:test";
import type { Browser, Page } from "playwright-core";
import { descendantsOf } from "../support/processes";
import { waitFor } from "../support/wait-for";
import { accessibilityFaults } from "./support/axe";
import { BROWSER, launchBrowser } from "./support/browser";
import { type ClientStack, type SeededTeam, seedTeam, startClientStack } from "./support/client-stack";
import { takeJobByHand } from "./support/job-by-hand";
import { DESK, LOOKS, PHONE } from "./support/looks";
import { type DevicePage, openPage } from "./support/open-page";
import { screenshot } from "./support/screenshot";
import { LEAST_SIDE, smallTargets } from "./support/small-targets";

setDefaultTimeout(600_000);

/** A screen, by its address and by what it shows once it is there. */
interface Shown {
  name: string;
  path(team: SeededTeam): string;
  ready: string | RegExp;
  /** What is pressed before it is looked at. */
  press?: (page: Page) => Promise<unknown>;
}

/** The screen, without what stands around it: a chat in the sidebar may have any words. */
const within = (page: Page) => page.getByRole("main");
const tab = (name: string) => (page: Page) => page.getByRole("tab", { name }).click();

const SCREENS: readonly Shown[] = [
  { name: "needs-you", path: () => "/needs-you", ready: "Went wrong" },
  { name: "requests", path: () => "/requests", ready: /^landed$/ },
  { name: "job-landed", path: (team) => `/jobs/${team.landed}`, ready: "In line" },
  { name: "job-log", path: (team) => `/jobs/${team.landed}`, ready: /Publishing the branch/, press: tab("Log") },
  {
    name: "job-evidence",
    path: (team) => `/jobs/${team.landed}`,
    ready: "On the tree that landed",
    press: tab("Evidence"),
  },
  { name: "job-failed", path: (team) => `/jobs/${team.invalid}`, ready: "Validation failed" },
  { name: "job-not-landed", path: (team) => `/jobs/${team.broken}`, ready: "Landing: checks red" },
  { name: "job-approval", path: (team) => `/jobs/${team.approval}`, ready: "May this change land?" },
  { name: "diff-review", path: (team) => `/jobs/${team.landed}/diff`, ready: "src/discount.ts" },
  { name: "mission-control", path: () => "/mission-control", ready: "Last 24 hours" },
  { name: "worker", path: () => "/workers/workerpal-1", ready: "Its jobs" },
  { name: "why", path: () => "/why?path=src/price.ts&line=2", ready: "Asked for" },
];

describe.skipIf(BROWSER === null)("the boards", () => {
  let client: ClientStack;
  let team: SeededTeam;
  let browser: Browser;
  let phone: DevicePage;
  let desk: DevicePage;

  beforeAll(async () => {
    client = await startClientStack();
    team = await seedTeam(client.stack);
    browser = await launchBrowser();
    phone = await openPage(browser, client.stack, { look: PHONE, device: "Phone" });
    desk = await openPage(browser, client.stack, { look: DESK, device: "Desk" });
  });

  afterAll(async () => {
    await browser?.close();
    await client?.stop();
  });

  for (const screen of SCREENS)
    for (const size of [PHONE, DESK])
      test(`${screen.name} in ${size.width} px, light and dark`, async () => {
        const { page, complaints, goto } = size.phone ? phone : desk;
        await goto(screen.path(team));
        await screen.press?.(page);
        await within(page).getByText(screen.ready).first().waitFor();
        for (const look of LOOKS.filter(({ width }) => width === size.width)) {
          await page.emulateMedia({ colorScheme: look.scheme });
          await screenshot(page, screen.name, look);
          expect(await accessibilityFaults(page)).toEqual([]);
        }
        if (size.phone) expect(await smallTargets(page, LEAST_SIDE.finger)).toEqual([]);
        expect(complaints).toEqual([]);
      });

  test("a chart says what it shows, under the pointer and by the arrow keys", async () => {
    const { page, goto, complaints } = desk;
    await goto("/mission-control");
    const chart = page.getByRole("slider", { name: /^Ended/ });
    await chart.waitFor();
    await chart.focus();
    const said = () => chart.getAttribute("aria-valuetext");
    const latest = await said();
    expect(latest).toMatch(/^\d\d:\d\d to \d\d:\d\d: \d+ ended/);
    await page.keyboard.press("ArrowLeft");
    expect(await said()).not.toBe(latest);
    await page.keyboard.press("End");
    expect(await said()).toBe(latest);
    expect(await accessibilityFaults(page)).toEqual([]);
    await screenshot(page, "chart", DESK);
    await page.keyboard.press("Tab");
    const box = await chart.boundingBox();
    if (!box) throw new Error("the chart is not in sight");
    await chart.hover({ position: { x: box.width - 2, y: box.height / 2 } });
    await page.getByText(/^\d+ ended, /).waitFor();
    await page.getByRole("heading", { level: 1 }).hover();
    await page.getByText(/^\d+ ended, /).waitFor({ state: "detached" });
    expect(complaints).toEqual([]);
  });

  test("a diff is put side by side by its key, and a file is folded away by its head", async () => {
    const { page, goto } = desk;
    await goto(`/jobs/${team.landed}/diff`);
    await within(page).getByText("src/discount.ts").first().waitFor();
    await page.keyboard.press("s");
    await page.getByRole("radio", { name: "Split", checked: true }).waitFor();
    await screenshot(page, "diff-split", DESK);
    expect(await accessibilityFaults(page)).toEqual([]);
    await page.keyboard.press("s");
    await page.getByRole("button", { name: /src\/discount\.ts/, expanded: true }).click();
    await page.getByText(/What a regular pays/).waitFor({ state: "detached" });
  });

  test("comments outlive a reload, and become a request that follows the job up", async () => {
    const { page, goto } = phone;
    await goto(`/jobs/${team.landed}/diff`);
    await page.getByRole("button", { name: /added: export const price = 120;/ }).click();
    await page.getByLabel(/^Comment on src\/price\.ts, line 2/).fill("Ask the shop first.");
    await screenshot(page, "diff-comment", PHONE);
    await page.getByRole("button", { name: "Add to review" }).click();
    await page.reload();
    await page.getByText("Ask the shop first.").waitFor();
    await page.getByText("1 comment").waitFor();
    await screenshot(page, "diff-commented", PHONE);
    expect(await accessibilityFaults(page)).toEqual([]);
    await page.getByRole("button", { name: "Ask for it" }).click();
    const asked = await waitFor("the follow-up", async () => {
      const reply = await client.stack.client.requests.list({});
      if (!reply.ok) return null;
      return reply.requests.find((one) => one.promptPreview.includes("Ask the shop first.")) ?? null;
    });
    expect(asked.promptPreview).toContain("src/price.ts:2");
    await goto(`/jobs/${team.landed}/diff`);
    await within(page).getByText("src/discount.ts").first().waitFor();
    expect(await page.getByText("Ask the shop first.").count()).toBe(0);
  });

  test("a job's log is read as it is written, and the job is called off by its key", async () => {
    const { page, goto } = desk;
    const posted = await client.stack.post("/run echo first; sleep 600");
    const jobId = await waitFor("the job", async () => {
      const reply = await client.stack.client.jobs.list({ requestId: posted.requestId as string });
      return reply.ok ? (reply.jobs[0]?.jobId ?? null) : null;
    });
    await goto(`/jobs/${jobId}`);
    await page.getByRole("tab", { name: "Log" }).click();
    await page.getByText("live", { exact: true }).waitFor();
    await page.getByText("first", { exact: true }).waitFor();
    await page.keyboard.press("x");
    await page.getByRole("button", { name: "Cancel the job" }).click();
    await page.getByRole("tab", { name: "Overview" }).click();
    await page.getByText("cancelled", { exact: true }).waitFor();
  });

  test("what waits to be planned is moved up, edited and called off", async () => {
    const { page, goto, complaints } = phone;
    const planner = descendantsOf(client.stack.pid).find((one) => one.command.includes("remotebuddy/src/main.ts"));
    if (!planner) throw new Error("no planner");
    process.kill(planner.pid, "SIGSTOP");
    try {
      // The planner has its hand out for one already: that one is not in line any more.
      for (const name of ["taken", "first", "second", "third"])
        await client.stack.post(`/write ${name}.txt\n\`\`\`\n${name}\n\`\`\``);
      await goto("/requests");
      await page.getByRole("tab", { name: /^In line/ }).click();
      const rows = page.getByRole("list", { name: "Requests in line" }).getByRole("listitem");
      await rows.nth(2).waitFor();
      await screenshot(page, "requests-in-line", PHONE);
      expect(await accessibilityFaults(page)).toEqual([]);
      const third = page.getByRole("button", { name: /^Send now: .*third/ });
      await third.click();
      await page
        .getByRole("listitem")
        .filter({ hasText: "third" })
        .getByText(/next in line/)
        .waitFor();
      await rows.filter({ hasText: "second" }).getByRole("button").first().click();
      await page.getByRole("button", { name: "Edit" }).click();
      await page.getByLabel("What the team is asked").fill("/write other.txt\n```\nother\n```");
      await page.getByRole("button", { name: "Save" }).click();
      await page
        .getByText(/other\.txt/)
        .first()
        .waitFor();
      await screenshot(page, "request-detail", PHONE);
      expect(await accessibilityFaults(page)).toEqual([]);
      await page.getByRole("button", { name: "Cancel this request" }).click();
      await page.getByRole("button", { name: "Cancel the request" }).click();
      await page.getByText("Cancelled", { exact: true }).waitFor();
    } finally {
      process.kill(planner.pid, "SIGCONT");
    }
    expect(complaints).toEqual([]);
  });

  test("what a critic has said stands with the evidence, and is said to be no proof", async () => {
    const job = await takeJobByHand(client.stack, "Round prices up");
    await job.handOver({
      critic: "a-critic",
      findings: [
        { path: "src/price.ts", message: "Rounds down, and was to round up.", severity: "blocking" },
        { path: null, message: "No test tells of it.", severity: "remark" },
      ],
      problem: null,
    });
    const { page, goto, complaints } = phone;
    await goto(`/jobs/${job.jobId}`);
    await page.getByRole("tab", { name: /^Evidence/ }).click();
    const findings = page.getByRole("list", { name: "Findings of a-critic" }).getByRole("listitem");
    await findings.filter({ hasText: "Rounds down" }).getByText("src/price.ts").waitFor();
    expect(await findings.count()).toBe(2);
    await page.getByText("stands in for none of it").waitFor();
    await screenshot(page, "job-review", PHONE);
    expect(await accessibilityFaults(page)).toEqual([]);
    expect(complaints).toEqual([]);
  });

  test("what is to be decided is decided by keys, the oldest first, and not while somebody writes", async () => {
    const { page, goto, complaints } = desk;
    const { stack } = client;
    const ask = async (reason: string, sha: string) => {
      const asked = await stack.client.approvals.create({
        sessionId: stack.sessionId,
        kind: "command",
        reason,
        subject: "bun test",
        diffSha: sha.repeat(64),
      });
      if (!asked.ok) throw new Error(asked.message);
      return asked.approval.approvalId;
    };
    // What waits from before would come first.
    const before = await stack.client.approvals.list({ status: "pending" });
    for (const one of before.ok ? before.approvals : [])
      await stack.client.approvals.decide({ id: one.approvalId, decision: "deny" });
    const [first, second] = [await ask("The first one.", "1"), await ask("The second one.", "2")];
    const become = (id: string, status: string) =>
      waitFor(`${status} of an approval`, async () => {
        const reply = await stack.client.approvals.get({ id });
        return reply.ok && reply.approval.status === status ? reply.approval : null;
      });
    await goto("/needs-you");
    await page.getByText("The second one.").waitFor();
    await page.keyboard.press("a");
    await become(first, "approved");
    await page.getByText("The first one.").waitFor({ state: "detached" });
    await page.keyboard.press("d");
    const note = page.getByLabel(/^Why not/);
    await note.waitFor();
    await note.pressSequentially("Add tests and a reason.");
    await page.getByRole("button", { name: "Deny", exact: true }).click();
    expect((await become(second, "denied")).note).toBe("Add tests and a reason.");
    expect(complaints).toEqual([]);
  });

  test("a failure that was seen leaves on every device", async () => {
    await desk.goto("/needs-you");
    const card = desk.page.getByRole("group", { name: /^Failed: .*visitor/ });
    await card.waitFor();
    await phone.goto("/needs-you");
    await phone.page.getByRole("button", { name: /^Seen: .*visitor/ }).click();
    await card.waitFor({ state: "detached" });
    expect(desk.complaints).toEqual([]);
  });
});
