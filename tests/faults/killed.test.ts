import { afterAll, beforeAll, describe, expect, setDefaultTimeout, test } from "bun:test";
import { descendantsOf, processesNaming, sleepCommand } from "../support/processes";
import { makeRepository, type TestRepository } from "../support/repository";
import { endOf, payloadsOf, type Stack, startStack } from "../support/stack";
import { waitFor } from "../support/wait-for";

setDefaultTimeout(300_000);

describe("processes killed with -9 in the middle of their work", () => {
  let repository: TestRepository;
  let stack: Stack;

  beforeAll(async () => {
    repository = makeRepository({ "README.md": "# Fragile\n" });
    stack = await startStack(repository, { workers: 1, env: { PUSHPALS_SERVER_LEASE_MS: "5000" } });
  });

  afterAll(async () => {
    await stack?.stop();
    repository?.remove();
  });

  const landedTimes = (path: string) =>
    repository.gitRemote("log", "--format=%H", "main_agents", "--", path).split("\n").filter(Boolean).length;
  const service = (name: string) =>
    descendantsOf(stack.pid).find((row) => row.command.includes(`apps/${name}/src/main.ts`));

  function kill(name: string): void {
    const found = service(name);
    if (!found) throw new Error(`no ${name} below start`);
    process.kill(found.pid, "SIGKILL");
  }

  test("a worker: its command dies with it, another attempt does the work once", async () => {
    const sleep = sleepCommand(3);
    const posted = await stack.post(`/write worker.txt\n~~~\nx\n~~~\n/run ${sleep}`);
    await waitFor("the command", () => (processesNaming(sleep).length > 0 ? true : null));
    kill("workerpals");
    const outcome = await stack.outcomeOf(posted.requestId as string);
    expect(endOf(outcome)).toBe("landed");
    expect(payloadsOf(outcome.events, "job_claimed").map((claim) => claim.attempt)).toEqual([1, 2]);
    expect(landedTimes("worker.txt")).toBe(1);
  });

  test("the server: the job in hand goes on, and lands once", async () => {
    const sleep = sleepCommand(2);
    const posted = await stack.post(`/write server.txt\n~~~\nx\n~~~\n/run ${sleep}`);
    await waitFor("the command", () => (processesNaming(sleep).length > 0 ? true : null));
    kill("server");
    const outcome = await stack.outcomeOf(posted.requestId as string);
    expect(endOf(outcome)).toBe("landed");
    expect(landedTimes("server.txt")).toBe(1);
    expect((await stack.replay()).length).toBeGreaterThan(0);
  });

  test("SourceControlManager and RemoteBuddy: what is in the queue lands once", async () => {
    kill("source_control_manager");
    kill("remotebuddy");
    const posted = await Promise.all([1, 2, 3].map((n) => stack.post(`/write after/${n}.txt\n\`\`\`\n${n}\n\`\`\``)));
    const outcomes = await Promise.all(posted.map((one) => stack.outcomeOf(one.requestId as string)));
    expect(outcomes.map(endOf)).toEqual(["landed", "landed", "landed"]);
    expect([1, 2, 3].map((n) => landedTimes(`after/${n}.txt`))).toEqual([1, 1, 1]);
  });

  test("start itself: nothing is left behind", async () => {
    const below = descendantsOf(stack.pid).map((row) => row.pid);
    expect(below.length).toBeGreaterThan(3);
    process.kill(stack.pid, "SIGKILL");
    await waitFor("the end of all services", () =>
      processesNaming(repository.root).length === 0 && below.every(isGone) ? true : null,
    );
  });
});

function isGone(pid: number): boolean {
  return !processesNaming("").some((row) => row.pid === pid && !row.command.includes("<defunct>"));
}
