import { afterAll, beforeAll, describe, expect, setDefaultTimeout, test } from "bun:test";
import { fingerprint } from "../support/fingerprint";
import { processesNaming } from "../support/processes";
import { makeRepository, type TestRepository } from "../support/repository";
import { endOf, type Outcome, payloadsOf, type Stack, startStack } from "../support/stack";

setDefaultTimeout(300_000);

const GREETING = "/write docs/greeting.md\n```\nHello from the team\n```";

describe("the whole way of a message", () => {
  let repository: TestRepository;
  let stack: Stack;
  let before: string[];
  let mainBefore: string;
  let outcome: Outcome;

  beforeAll(async () => {
    repository = makeRepository({ "README.md": "# A project\n", "src/a.ts": "export const a = 1;\n" });
    before = fingerprint(repository.dir);
    mainBefore = repository.gitRemote("rev-parse", "main");
    stack = await startStack(repository);
    outcome = await stack.send(GREETING);
  });

  afterAll(async () => {
    await stack?.stop();
    repository?.remove();
  });

  test("the change is on the integration branch of the remote, and nowhere else", () => {
    expect(endOf(outcome)).toBe("landed");
    expect(repository.gitRemote("show", "main_agents:docs/greeting.md")).toBe("Hello from the team");
    expect(repository.gitRemote("diff", "--name-only", "main", "main_agents")).toBe("docs/greeting.md");
    expect(repository.gitRemote("rev-parse", "main")).toBe(mainBefore);
  });

  test("the person's checkout is untouched byte for byte", () => {
    expect(fingerprint(repository.dir)).toEqual(before);
  });

  test("the commit says who asked, and leads back to request, job, worker and completion", () => {
    const trailers = repository.gitRemote("log", "-1", "--format=%(trailers:unfold)", "main_agents");
    const job = outcome.ended?.jobs[0]?.jobId;
    expect(trailers).toContain("Co-authored-by: Pat Person <pat@example.org>");
    expect(trailers).toContain(`PushPals-Request: ${outcome.requestId}`);
    expect(trailers).toContain(`PushPals-Job: ${job}`);
    expect(trailers).toMatch(/PushPals-Worker: workerpal-/);
    expect(trailers).toMatch(/PushPals-Completion: [0-9a-f-]{36}/);
    expect(repository.gitRemote("log", "-1", "--format=%an", "main_agents")).toBe("Push Pals");
  });

  test("a landed commit is explained from the message on", async () => {
    const commit = repository.gitRemote("rev-parse", "main_agents");
    const explained = await stack.client.system.auditExplain({ commit });
    if (!explained.ok) throw new Error(explained.message);
    expect(explained.prompt).toBe(GREETING);
    expect(explained.landed?.commitSha).toBe(commit);
    expect(explained.landed?.checks).toBe("ungated");
  });

  test("every event of the way is there, in order, from cursor 0", async () => {
    const types = (await stack.replay()).map((event) => event.type).filter((type) => type !== "task_progress");
    const way = [
      "message",
      "request_enqueued",
      "request_claimed",
      "plan_created",
      "task_created",
      "job_enqueued",
      "job_claimed",
      "task_started",
      "job_completed",
      "committed",
      "diff_ready",
      "completion_enqueued",
      "merge_started",
      "merge_succeeded",
      "task_completed",
      "status",
    ];
    const positions = way.map((type) => types.indexOf(type as (typeof types)[number]));
    expect(Object.fromEntries(way.map((type, i) => [type, (positions[i] ?? -1) >= 0]))).toEqual(
      Object.fromEntries(way.map((type) => [type, true])),
    );
    const causes = [
      "message",
      "request_enqueued",
      "request_claimed",
      "plan_created",
      "job_enqueued",
      "job_claimed",
      "task_started",
      "job_completed",
      "merge_started",
      "merge_succeeded",
      "status",
    ];
    const order = causes.map((type) => types.indexOf(type as (typeof types)[number]));
    expect(order).toEqual([...order].sort((a, b) => a - b));
    const verified = await stack.client.system.auditVerify({});
    expect(verified.ok && verified.intact).toBe(true);
  });

  test("a question is answered at the desk, without a request", async () => {
    const answer = await stack.send("/show src/a.ts");
    expect(answer.mode).toBe("local");
    expect(answer.answer).toContain("export const a = 1;");
  });

  test("the same message sent twice with one key is one request", async () => {
    const text = "/write once.txt\n```\nonce\n```";
    const first = await stack.post(text, { idempotencyKey: "same-key" });
    const second = await stack.post(text, { idempotencyKey: "same-key" });
    expect(second.requestId).toBe(first.requestId as string);
    expect(endOf(await stack.outcomeOf(first.requestId as string))).toBe("landed");
    const messages = payloadsOf(await stack.replay(), "message").filter((message) => message.text === text);
    expect(messages).toHaveLength(1);
    expect(repository.gitRemote("log", "--format=%s", "main_agents", "--", "once.txt").split("\n")).toHaveLength(1);
  });

  test("disjoint work side by side, overlapping work in the order of its arrival", async () => {
    const posted = [];
    for (let n = 1; n <= 6; n++) {
      posted.push(
        await stack.post(n === 1 ? "/write counter.txt\n```\n1\n```" : `/replace "${n - 1}" "${n}" in counter.txt`),
      );
      posted.push(await stack.post(`/write side/${n}.txt\n\`\`\`\n${n}\n\`\`\``));
    }
    const outcomes = await Promise.all(posted.map((one) => stack.outcomeOf(one.requestId as string)));
    expect(outcomes.map(endOf)).toEqual(outcomes.map(() => "landed"));
    expect(repository.gitRemote("show", "main_agents:counter.txt")).toBe("6");
    expect(repository.gitRemote("ls-tree", "--name-only", "main_agents", "side/").split("\n")).toHaveLength(6);
  });

  test("the second start finds everything as it was, and works on", async () => {
    expect(await stack.stop()).toBe(0);
    expect(processesNaming(repository.root)).toEqual([]);
    const head = repository.gitRemote("rev-parse", "main_agents");
    stack = await startStack(repository);
    expect(repository.gitRemote("rev-parse", "main_agents")).toBe(head);
    expect(endOf(await stack.send('/replace "Hello" "Good day" in docs/*.md'))).toBe("landed");
    expect(repository.gitRemote("show", "main_agents:docs/greeting.md")).toBe("Good day from the team");
    expect(fingerprint(repository.dir)).toEqual(before);
  });
});
