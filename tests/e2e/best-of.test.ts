import { afterAll, beforeAll, describe, expect, setDefaultTimeout, test } from "bun:test";
import { instructionFor } from "../support/acp-agent/script";
import { scriptedAgentSettings } from "../support/agent-tasks";
import { descendantsOf } from "../support/processes";
import { makeRepository, type TestRepository } from "../support/repository";
import { endOf, type Outcome, payloadsOf, type Stack, startStack } from "../support/stack";
import { waitFor } from "../support/wait-for";

setDefaultTimeout(240_000);

/** Each writes the name of its own workspace, so that no two changes are the same. */
const DIFFERENT = 'basename "$PWD" > who.txt';

describe("the best of several", () => {
  let repository: TestRepository;
  let stack: Stack;

  beforeAll(async () => {
    repository = makeRepository({ "README.md": "# Best of\n" });
    const env = scriptedAgentSettings(repository.root);
    stack = await startStack(repository, { workers: 3, env: { PUSHPALS_SERVER_LEASE_MS: "3000", ...env } });
  });

  afterAll(async () => {
    await stack?.stop();
    repository?.remove();
  });

  const message = (title: string, command: string) => `/best 3 ${instructionFor(title, [{ do: "shell", command }])}`;
  const landings = async (outcome: Outcome) => {
    const listed = await stack.client.completions.list({});
    if (!listed.ok) throw new Error(listed.message);
    return listed.completions.filter(({ requestId }) => requestId === outcome.requestId);
  };
  const comparison = async (outcome: Outcome) => {
    const [chosen] = payloadsOf(outcome.events, "candidate_chosen");
    if (!chosen) throw new Error(`nothing was chosen: ${stack.output()}`);
    const read = await stack.client.jobs.candidates({ id: chosen.jobId });
    if (!read.ok) throw new Error(read.message);
    return { chosen, candidates: read.candidates };
  };

  test("three agents do it, one of them lands, the others are there to compare", async () => {
    const outcome = await stack.send(message("Say who you are", DIFFERENT));
    expect(endOf(outcome)).toBe("landed");
    const { chosen, candidates } = await comparison(outcome);
    expect(chosen.choice).toMatchObject({ by: "size", chosen: candidates[0]?.job.jobId });
    expect(repository.gitRemote("show", "main_agents:who.txt")).toBe(chosen.choice.chosen);
    for (const { job } of candidates)
      expect(repository.gitRemote("rev-parse", job.branch ?? "none")).toBe(job.commitSha ?? "");
    expect(await landings(outcome)).toHaveLength(1);
    const [said] = payloadsOf(outcome.events, "assistant_message").slice(-1);
    expect(said?.text).toContain("Chosen of 3");
    const trailers = repository.gitRemote("log", "-1", "--format=%(trailers:only)", "main_agents");
    expect(trailers).toContain(`PushPals-Job: ${chosen.jobId}`);
    expect(trailers).toContain(`PushPals-Candidate: ${chosen.choice.chosen}`);
  });

  test("killed workers or not: it lands once", async () => {
    const posted = await stack.post(message("Slowly", `sleep 0.7; ${DIFFERENT}; date >> who.txt`));
    const over = stack.outcomeOf(posted.requestId ?? "");
    let isOver = false;
    void over.finally(() => {
      isOver = true;
    });
    let kills = 0;
    for (let round = 0; !isOver && round < 4; round += 1) {
      const [worker] = await waitFor("a worker", () => {
        const found = descendantsOf(stack.pid).filter((row) => row.command.includes("apps/workerpals/src/main.ts"));
        return found.length > 0 ? found : null;
      });
      if (worker) {
        process.kill(worker.pid, "SIGKILL");
        kills += 1;
      }
      await Promise.race([over, Bun.sleep(900)]);
    }
    const outcome = await over;
    expect(kills).toBeGreaterThan(0);
    // An agent that was killed three times is a candidate that does not stand; the others are.
    expect(endOf(outcome)).toBe("landed");
    expect(await landings(outcome)).toHaveLength(1);
    expect(payloadsOf(outcome.events, "candidate_chosen")).toHaveLength(1);
    const { chosen } = await comparison(outcome);
    expect(repository.gitRemote("show", "main_agents:who.txt").split("\n")[0]).toBe(chosen.choice.chosen);
  });
});
