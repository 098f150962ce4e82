import { afterAll, beforeAll, describe, expect, setDefaultTimeout, test } from "bun:test";
import { makeRepository, type TestRepository } from "../support/repository";
import { endOf, payloadsOf, type Stack, startStack } from "../support/stack";
import { waitFor } from "../support/wait-for";

setDefaultTimeout(300_000);

describe("a fleet without a minimum", () => {
  let repository: TestRepository;
  let stack: Stack;

  beforeAll(async () => {
    repository = makeRepository({ "README.md": "# Fleet\n" });
    const env = {
      REMOTEBUDDY_MAX_WORKERPALS: "2",
      PUSHPALS_REMOTEBUDDY_MIN_WORKERPALS: "0",
      PUSHPALS_REMOTEBUDDY_WORKER_IDLE_MS: "1000",
    };
    stack = await startStack(repository, { workers: 0, env });
  });
  afterAll(async () => {
    await stack?.stop();
    repository?.remove();
  });

  const online = async () => {
    const found = await stack.client.workers.list({});
    if (!found.ok) throw new Error(found.message);
    return found.workers.filter((worker) => worker.role === "workerpal" && worker.online).length;
  };

  test("starts workers with the jobs, and none is left once nothing is to do", async () => {
    expect(await online()).toBe(0);
    expect(endOf(await stack.send("/write a.txt\n```\na\n```"))).toBe("landed");
    await waitFor("the fleet to end", async () => ((await online()) === 0 ? true : null));
    const posted = [];
    for (let n = 0; n < 6; n++) posted.push(await stack.post(`/write side/${n}.txt\n\`\`\`\n${n}\n\`\`\``));
    for (const { requestId } of posted) expect(endOf(await stack.outcomeOf(requestId ?? ""))).toBe("landed");
    const workers = payloadsOf(await stack.replay(), "job_claimed").map((event) => event.workerId);
    for (const worker of workers) expect(["workerpal-1", "workerpal-2"]).toContain(worker);
    await waitFor("the fleet to end", async () => ((await online()) === 0 ? true : null));
  });
});
