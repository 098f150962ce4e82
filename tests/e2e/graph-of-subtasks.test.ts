import { afterAll, beforeAll, describe, expect, setDefaultTimeout, test } from "bun:test";
import { type Envelope, type Plan, type Subtask, shortId } from "@pushpals/protocol";
import { streamEvents } from "@pushpals/sdk";
import { CommunicationManager } from "@pushpals/shared/communication";
import { consume, requestsQueue } from "@pushpals/shared/consume";
import { createLog } from "@pushpals/shared/log";
import { handleRequest } from "../../apps/remotebuddy/src/handle-request";
import { makeRepository, type TestRepository } from "../support/repository";
import { type Services, startServices } from "../support/services";
import { payloadsOf } from "../support/stack";

setDefaultTimeout(300_000);

const write = (id: string, dependsOn: string[] = []): Subtask => ({
  id,
  depends_on: dependsOn,
  requires_worker: true,
  job_kind: "task.execute",
  lane: "deterministic",
  target_paths: [`parts/${id}.txt`],
  validation_steps: [],
  worker_instruction: `/write parts/${id}.txt\n\`\`\`\n${id}\n\`\`\``,
});
const edit = (id: string, script: string, paths: string[], dependsOn: string[]): Subtask => ({
  ...write(id, dependsOn),
  target_paths: paths,
  worker_instruction: script,
});

/**
 * Two branches from one root, of which one breaks at its second step; and, apart from both, two edits of one file that
 * the plan forgot to order, the first of which fails.
 */
const SUBTASKS: Subtask[] = [
  write("root"),
  write("good-1", ["root"]),
  write("good-2", ["good-1"]),
  write("good-3", ["good-2"]),
  write("bad-1", ["root"]),
  edit("bad-2", '/replace "no such text" "x" in parts/bad-1.txt', ["parts/bad-1.txt"], ["bad-1"]),
  write("bad-3", ["bad-2"]),
  write("bad-4", ["bad-3", "good-1"]),
  write("alone-1"),
  edit("alone-2", '/replace "alone-1" "seen" in parts/alone-1.txt', ["parts/alone-1.txt"], ["alone-1"]),
  edit("same-1", '/replace "one" "two" in shared.txt', ["shared.txt"], []),
  edit("same-2", '/replace "two" "three" in shared.txt', ["shared.txt"], []),
];
const NOT_STARTED = ["bad-3", "bad-4"];
const NOT_DONE = ["bad-2", ...NOT_STARTED];

const PLAN: Plan = {
  intent: "code_change",
  requires_worker: true,
  job_kind: "task.execute",
  lane: "deterministic",
  target_paths: ["parts/**", "shared.txt"],
  validation_steps: [],
  worker_instruction: "",
  risk_level: "low",
  assistant_message: "Twelve parts.",
  subtasks: SUBTASKS,
};

describe("a request of twelve subtasks, one of which fails", () => {
  let repository: TestRepository;
  let services: Services;
  let requestId: string;
  let events: Envelope[];
  const draining = new AbortController();
  let consuming: Promise<void>;

  beforeAll(async () => {
    repository = makeRepository({ "shared.txt": "one\n" });
    services = await startServices(repository);
    services.start("source_control_manager");
    for (const id of ["w-1", "w-2", "w-3"]) services.start("workerpals", ["--worker-id", id]);
    await services.online("source_control_manager", 1);
    await services.online("workerpal", 3);
    consuming = planWith(services, PLAN, draining.signal);
    const { client } = services;
    const queued = await client.requests.enqueue({ sessionId: "dev", prompt: "do all of it" });
    if (!queued.ok) throw new Error(queued.message);
    requestId = queued.requestId;
    events = await eventsUntilTheEnd(services, requestId);
  });

  afterAll(async () => {
    draining.abort();
    await consuming;
    await services?.stop();
    repository?.remove();
  });

  const titles = async () => {
    const found = await services.client.jobs.list({ requestId, limit: 50 });
    if (!found.ok) throw new Error(found.message);
    return new Map(found.jobs.map((job) => [job.taskId.split(":")[1] ?? "", job]));
  };

  test("what does not depend on the failure has landed; what does was never started", async () => {
    const jobs = await titles();
    const ends = Object.fromEntries([...jobs].map(([id, job]) => [id, job.failure?.code ?? job.landing]));
    const expected = SUBTASKS.map(({ id }) => [
      id,
      id === "bad-2" ? "nothing_changed" : NOT_STARTED.includes(id) ? "dependency_failed" : "landed",
    ]);
    expect(ends).toEqual(Object.fromEntries(expected));
    const claimed = new Set(payloadsOf(events, "job_claimed").map((event) => event.jobId));
    for (const id of NOT_STARTED) expect(claimed.has(jobs.get(id)?.jobId ?? "")).toBe(false);
    const files = repository.gitRemote("ls-tree", "-r", "--name-only", "main_agents").split("\n");
    const written = SUBTASKS.filter(
      (task) => task.worker_instruction.startsWith("/write") && !NOT_DONE.includes(task.id),
    );
    expect(files.filter((path) => path.startsWith("parts/"))).toEqual(
      written.map(({ id }) => `parts/${id}.txt`).sort(),
    );
    expect(repository.gitRemote("show", "main_agents:parts/alone-1.txt")).toBe("seen");
  });

  test("a job started only once what it builds on had landed", async () => {
    const jobs = await titles();
    const at = (type: Envelope["type"], id: string) =>
      events.findIndex(
        (event) => event.type === type && (event.payload as { jobId?: string }).jobId === jobs.get(id)?.jobId,
      );
    for (const task of SUBTASKS.filter(({ id }) => !NOT_STARTED.includes(id)))
      for (const on of task.depends_on)
        expect([task.id, on, at("job_claimed", task.id) > at("merge_succeeded", on)]).toEqual([task.id, on, true]);
  });

  test("two edits of one file that the plan did not order kept the plan's order", () => {
    expect(repository.gitRemote("show", "main_agents:shared.txt")).toBe("three");
  });

  test("the person got one answer, at the end, that names what is not done and why", async () => {
    const jobs = await titles();
    const answers = payloadsOf(events, "assistant_message").map((message) => message.text);
    expect(answers).toHaveLength(2);
    expect(answers[0]).toBe("Twelve parts.");
    const [, answer = ""] = answers;
    expect(answer).toStartWith("9 of 12 parts are done, 3 are not.");
    const [done = "", rest = ""] = answer.split("**Not done**");
    for (const { id } of SUBTASKS) {
      const job = jobs.get(id);
      expect([id, (NOT_DONE.includes(id) ? rest : done).includes(`job ${shortId(job?.jobId ?? "")}`)]).toEqual([
        id,
        true,
      ]);
    }
    expect(rest).toContain("nothing_changed");
    expect(rest).toContain(`builds on "${jobs.get("bad-2")?.title}"`);
    const last = events.at(-1);
    expect(last?.type === "status" && last.payload.state === "request_ended" && last.payload.outcome).toBe("mixed");
    expect(events.at(-2)?.type).toBe("assistant_message");
  });
});

/** RemoteBuddy's own way from a claim to its settlement, with a planner that has one plan. */
function planWith({ client }: Services, plan: Plan, draining: AbortSignal): Promise<void> {
  const log = createLog({ service: "test", level: "error" });
  const voice = new CommunicationManager({ client, from: "remotebuddy", log });
  const budgets = { executionBudgetMs: 60_000, finalizationBudgetMs: 60_000 };
  const planner = { name: "fixed", plan: async () => ({ ok: true as const, plan }) };
  const bestOf = { candidates: 1, max: 1, maxByPlan: 1, agents: [] };
  const policy = { hasAgent: false, allowedCommands: [], validationSteps: [], maxCandidates: 1 };
  return consume({
    queue: requestsQueue(client, "remotebuddy"),
    handle: (request, work) => handleRequest(request, work, { client, voice, log, budgets, bestOf, planner, policy }),
    log,
    draining,
  });
}

async function eventsUntilTheEnd(services: Services, requestId: string): Promise<Envelope[]> {
  const events: Envelope[] = [];
  const abort = new AbortController();
  const { serverUrl: baseUrl, token } = services;
  for await (const item of streamEvents({ baseUrl, token, sessionId: "dev", after: 0, signal: abort.signal })) {
    if (item.type === "end") break;
    const { envelope } = item.frame;
    if (envelope.correlationId === requestId) events.push(envelope);
    if (envelope.type === "status" && envelope.payload.state === "request_ended") abort.abort();
  }
  return events;
}
