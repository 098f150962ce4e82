import { expect, setDefaultTimeout, test } from "bun:test";
import type { Page } from "playwright-core";
import { instructionFor, type Step } from "../support/acp-agent/script";
import { enqueueAgentTask } from "../support/agent-tasks";
import { endOf } from "../support/stack";
import { waitFor } from "../support/wait-for";
import { lookAt } from "./support/look-at";
import { DESK, PHONE } from "./support/looks";
import { describeClient } from "./support/room";

setDefaultTimeout(600_000);

const composer = (page: Page) => page.getByLabel("Message to the team");
const seen = (page: Page, text: string | RegExp) => page.getByText(text).last().waitFor();
const button = (page: Page, name: string | RegExp) => page.getByRole("button", { name, exact: true });
const asks = (into: string): Step => ({ do: "ask", kinds: ["allow_once", "reject_once"], into });

/** Two devices of one person, and a team whose agents ask before they do what is dangerous. */
describeClient(
  "a person steers the team",
  {
    agent: true,
    prepare: async ({ stack, open }) => {
      // The chat is there before its devices look at it.
      await stack.post("/help");
      const phone = await open({ look: PHONE, device: "Pat's phone" });
      const desk = await open({ look: DESK, device: "Pat's desk" });
      return { phone, desk };
    },
  },
  (room) => {
    const onBranch = (path: string) => room.repository.gitRemote("show", `main_agents:${path}`);
    const row = async (id: string) => {
      const found = await room.stack.client.jobs.get({ id });
      if (!found.ok) throw new Error(found.message);
      return found.job;
    };
    const landed = (id: string) =>
      waitFor("the landing", async () => ((await row(id)).landing === "landed" ? true : null), room.stack.output);
    const heardByAgent = async (id: string, text: string) => {
      const logs = await room.stack.client.jobs.logs({ id, limit: 5_000 });
      return logs.ok && logs.logs.some(({ line }) => line === `prompt: ${text}`);
    };
    const land = async (script: string) => {
      const outcome = await room.stack.send(script);
      expect(endOf(outcome)).toBe("landed");
      return outcome.ended?.jobs[0]?.jobId as string;
    };

    test("the note of a denial gets to the agent, and who denied when is on the other device", async () => {
      const { phone, desk } = room.prepared;
      for (const { goto, page } of [phone, desk]) {
        await goto("/chats/dev");
        await composer(page).waitFor();
      }
      const jobId = await enqueueAgentTask(
        room.stack,
        instructionFor(
          "Tidy the greeting",
          [asks("answer.txt")],
          [{ do: "write", path: "src/greeting.ts", text: 'export const greeting = "Hello";\n' }],
        ),
      );
      await seen(desk.page, "May the agent do this?");
      await lookAt(desk, "permission");
      await seen(phone.page, "May the agent do this?");
      await lookAt(phone, "permission");
      await button(phone.page, "Deny…").click();
      await phone.page.getByLabel(/Why not/).fill("Only change the greeting.");
      await lookAt(phone, "permission-deny");
      await button(phone.page, "Deny").click();
      await seen(desk.page, /^Denied by Pat's phone at \d\d:\d\d: Only change the greeting\.$/);
      await landed(jobId);
      expect(await heardByAgent(jobId, "Only change the greeting.")).toBe(true);
      expect([onBranch("answer.txt"), onBranch("src/greeting.ts")]).toEqual([
        expect.stringContaining("option-reject_once"),
        'export const greeting = "Hello";',
      ]);
    });

    test("what is approved for the chat is not asked again, is said there, and can be taken back", async () => {
      const { phone, desk } = room.prepared;
      const ask = (title: string, into: string) => enqueueAgentTask(room.stack, instructionFor(title, [asks(into)]));
      await phone.goto("/chats/dev");
      const first = await ask("Do it once", "once.txt");
      await button(phone.page, "Always in this chat").click();
      await landed(first);
      await landed(await ask("Do it again", "again.txt"));
      expect(onBranch("again.txt")).toContain("option-allow_once");
      await seen(desk.page, /Here “dangerous thing” runs without asking \(Pat's phone\)\./);
      await lookAt(desk, "approved-for-chat");
      await seen(phone.page, /runs without asking/);
      await lookAt(phone, "approved-for-chat");
      await button(desk.page, "Ask again").click();
      await phone.page.getByText(/runs without asking/).waitFor({ state: "detached" });
      const asked = await ask("Do it a third time", "third.txt");
      // Who has seen the question is told how it was answered.
      await seen(phone.page, "May the agent do this?");
      await button(desk.page, "Approve once").click();
      await seen(phone.page, /^Approved by Pat's desk at \d\d:\d\d$/);
      await landed(asked);
      expect([phone.complaints, desk.complaints]).toEqual([[], []]);
    });

    test("comments on the diff of a job at work get to its agent, which goes on with them", async () => {
      const { desk, phone } = room.prepared;
      const price = (cents: number) => `export const price = ${cents};\n`;
      const jobId = await enqueueAgentTask(
        room.stack,
        instructionFor(
          "Raise the price",
          [{ do: "write", path: "src/fee.ts", text: price(120) }],
          [asks("asked.txt"), { do: "write", path: "src/fee.ts", text: price(130) }],
          [{ do: "write", path: "src/asked-shop.ts", text: price(130) }],
        ),
        { validationSteps: ["grep -q 130 src/fee.ts"] },
      );
      // Red at its first try, it is back with the agent, which waits for an answer: so it is at work for as long as that.
      await waitFor("the question", async () => {
        const pending = await room.stack.client.approvals.list({ status: "pending" });
        return pending.ok && pending.approvals.some((one) => one.jobId === jobId) ? true : null;
      });
      for (const device of [desk, phone]) {
        await device.goto(`/jobs/${jobId}/diff`);
        await seen(device.page, /What it has committed so far/);
        await device.page.getByRole("button", { name: /added: export const price = 120;/ }).waitFor();
        await lookAt(device, "diff-at-work");
      }
      await desk.page.getByRole("button", { name: /added: export const price = 120;/ }).click();
      await desk.page.getByLabel(/^Comment on src\/fee\.ts, line 1/).fill("Ask the shop first.");
      await button(desk.page, "Add to review").click();
      await desk.page.getByRole("button", { name: "Send to the worker" }).click();
      await desk.page.waitForURL(`**/jobs/${jobId}`);
      await button(desk.page, "Approve once").click();
      await landed(jobId);
      for (const line of ["src/fee.ts:1", "> export const price = 120;", "Ask the shop first."])
        expect(await heardByAgent(jobId, line)).toBe(true);
      expect([onBranch("src/fee.ts"), onBranch("src/asked-shop.ts")]).toEqual([price(130).trim(), price(130).trim()]);
    });

    test("a job that is dead is tried again, and lands once the cause is mended", async () => {
      const { phone } = room.prepared;
      const failed = await room.stack.send('/replace "six" "seven" in src/hours.ts');
      const jobId = failed.ended?.jobs[0]?.jobId as string;
      await land('/write src/hours.ts\n```\nexport const closing = "six";\n```');
      await phone.goto(`/jobs/${jobId}`);
      await button(phone.page, "Try again").waitFor();
      await lookAt(phone, "job-dead");
      await button(phone.page, "Try again").click();
      await seen(phone.page, "Back in line");
      await landed(jobId);
      await phone.page.getByText("landed", { exact: true }).first().waitFor();
      expect(onBranch("src/hours.ts")).toContain("seven");
    });

    test("a landing that was denied is tried again, asks again, and lands", async () => {
      const { phone, desk } = room.prepared;
      const posted = await room.stack.post('/replace "1.0.0" "1.1.0" in package.json');
      await desk.goto("/needs-you");
      await button(desk.page, "Deny…").click();
      await desk.page.getByLabel(/Why not/).fill("After the weekend.");
      await button(desk.page, "Deny").click();
      const ended = await room.stack.outcomeOf(posted.requestId as string);
      const jobId = ended.ended?.jobs[0]?.jobId as string;
      await phone.goto(`/jobs/${jobId}`);
      await seen(phone.page, "Landing: denied");
      await seen(phone.page, /After the weekend\./);
      await lookAt(phone, "job-denied");
      await button(phone.page, "Try to land again").click();
      await button(phone.page, "Approve once").click();
      await landed(jobId);
      expect(onBranch("package.json")).toContain("1.1.0");
    });

    test("what has landed is undone by a change of its own", async () => {
      const { desk } = room.prepared;
      const jobId = await land('/replace "price = 100" "price = 90" in src/price.ts');
      await desk.goto(`/jobs/${jobId}`);
      await button(desk.page, "Undo this change").click();
      await desk.page.getByText("Undo this change?").waitFor();
      await lookAt(desk, "undo");
      await button(desk.page, "Undo the change").click();
      await desk.page.waitForURL("**/chats/dev");
      await waitFor("the change to be taken back", () =>
        onBranch("src/price.ts").includes("price = 100") ? true : null,
      );
      await seen(desk.page, /Undo job/);
      expect(room.repository.gitRemote("log", "-1", "--format=%B", "main_agents")).toContain(
        `PushPals-Undoes: ${jobId}`,
      );
    });

    test("what has landed is merged to the base branch, as far as was seen", async () => {
      const { phone, desk } = room.prepared;
      const head = room.repository.gitRemote("rev-parse", "main_agents");
      for (const device of [desk, phone]) {
        await device.goto("/mission-control");
        await button(device.page, "Merge to main").click();
        await device.page.getByText("Merge to main?").waitFor();
        await lookAt(device, "merge");
      }
      await phone.page.getByRole("dialog").getByRole("button", { name: "Merge to main" }).click();
      await seen(phone.page, "Merged to main");
      expect(room.repository.gitRemote("rev-parse", "main")).toBe(head);
      await seen(phone.page, /main has everything that is on main_agents/);
      await lookAt(phone, "merged");
    });

    test("what waits is moved up, sent now, edited, and all of it stopped", async () => {
      const { phone } = room.prepared;
      const { page } = phone;
      await phone.goto("/chats/dev");
      await composer(page).waitFor();
      const planner = room.serviceOf("remotebuddy");
      process.kill(planner, "SIGSTOP");
      try {
        // One may be claimed by the call that the planner holds; the others wait.
        for (const word of ["zero", "red", "green", "blue"]) await room.stack.post(`/run echo ${word}`);
        const rows = page.getByRole("list", { name: "Waiting requests" }).getByRole("listitem");
        const place = async (word: string) =>
          (await rows.allTextContents()).findIndex((text) => text.includes(`echo ${word}`));
        const change = async (word: string, item: RegExp) => {
          await button(page, `Change: /run echo ${word}`).click();
          await page.getByRole("menuitem", { name: item }).click();
        };
        await rows.filter({ hasText: "echo blue" }).waitFor();
        await button(page, "Change: /run echo blue").click();
        await page.getByRole("menuitem", { name: /^Move up/ }).waitFor();
        await lookAt(phone, "chat-queue-menu");
        await page.getByRole("menuitem", { name: /^Move up/ }).click();
        await waitFor("blue before green", async () => ((await place("blue")) < (await place("green")) ? true : null));
        await change("green", /^Send now/);
        await waitFor("green before red", async () => ((await place("green")) < (await place("red")) ? true : null));
        await change("green", /^Edit/);
        await page.getByLabel("What the team is asked").fill("/run echo teal");
        await lookAt(phone, "request-edit");
        await button(page, "Save").click();
        await rows.filter({ hasText: "echo teal" }).waitFor();
        await button(page, "Stop all of this chat").click();
        await lookAt(phone, "stop-all");
        await button(page, "Stop all?").click();
        await seen(page, "Stopped");
        await rows.first().waitFor({ state: "detached" });
      } finally {
        process.kill(planner, "SIGCONT");
      }
      await waitFor("nothing to be left", async () => {
        const requests = await room.stack.client.requests.list({});
        return requests.ok && requests.requests.every(({ outcome }) => outcome !== "open") ? true : null;
      });
      const said = JSON.stringify(await room.stack.replay());
      expect(["red", "teal", "blue"].filter((word) => said.includes(`Done: Run echo ${word}`))).toEqual([]);
      expect(phone.complaints).toEqual([]);
    });
  },
);
