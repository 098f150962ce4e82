import { afterAll, beforeAll, describe, expect, setDefaultTimeout, test } from "bun:test";
import { writeFileSync } from "node:fs";
import { join } from "node:path";
import type { Failure } from "@pushpals/protocol";
import { processesNaming, sleepCommand } from "../support/processes";
import { makeRepository, runGit, type TestRepository } from "../support/repository";
import { endOf, type Outcome, payloadsOf, type Stack, startStack } from "../support/stack";
import { waitFor } from "../support/wait-for";

setDefaultTimeout(300_000);

/** The failure that a message ended with, wherever on the way. */
function failureOf(outcome: Outcome): Failure {
  const failed = [
    ...payloadsOf(outcome.events, "request_failed"),
    ...payloadsOf(outcome.events, "job_failed"),
    ...payloadsOf(outcome.events, "merge_failed"),
  ].at(-1);
  if (!failed) throw new Error(`nothing failed: ${JSON.stringify(outcome.events.map((event) => event.type))}`);
  return failed.failure;
}

describe("the unhappy ways end with a reason, and lose nothing", () => {
  let repository: TestRepository;
  let stack: Stack;
  let hanging: { sleep: string; requestId: string };

  beforeAll(async () => {
    repository = makeRepository({
      "package.json": '{ "name": "shop", "private": true }\n',
      "src/price.ts": "export const price = 1;\n",
    });
    stack = await startStack(repository, {
      env: {
        PUSHPALS_SOURCE_CONTROL_MANAGER_CHECKS: '["! grep -rq BROKEN src"]',
        PUSHPALS_REMOTEBUDDY_VALIDATION_STEPS: '["! grep -rq INVALID src"]',
        // For every job of these tests, so it is wide; the one that hangs runs beside the others.
        PUSHPALS_REMOTEBUDDY_EXECUTION_BUDGET_MS: "20000",
      },
    });
    hanging = { sleep: sleepCommand(98), requestId: "" };
    const posted = await stack.post(`/run ${hanging.sleep} & ${hanging.sleep}`);
    hanging.requestId = posted.requestId as string;
  });

  afterAll(async () => {
    await stack?.stop();
    repository?.remove();
  });

  const head = () => repository.gitRemote("rev-parse", "main_agents");

  async function expectFailure(script: string): Promise<Failure> {
    const before = head();
    const outcome = await stack.send(script);
    expect(endOf(outcome)).toBe("failed");
    expect(head()).toBe(before);
    return failureOf(outcome);
  }

  test("a malformed script: the line, and what was expected", async () => {
    const failure = await expectFailure('/write src/a.ts\n```\nfine\n```\n/replace "old" with new');
    expect(failure.code).toBe("script_invalid");
    expect(failure.message).toContain("line 5");
    expect(failure.message).toContain("in <globs>");
  });

  test("a patch that does not apply", async () => {
    const patch =
      "--- a/src/price.ts\n+++ b/src/price.ts\n@@ -1 +1 @@\n-export const price = 7;\n+export const price = 8;\n";
    const failure = await expectFailure(`/patch\n\`\`\`\ndiff --git a/src/price.ts b/src/price.ts\n${patch}\`\`\``);
    expect(failure.code).toBe("patch_does_not_apply");
    expect(failure.message).toContain("src/price.ts");
  });

  test("a path outside of the repository", async () => {
    expect((await expectFailure("/write ../outside.txt\n```\nx\n```")).message).toContain("../outside.txt");
  });

  test("an operation that changes nothing", async () => {
    expect((await expectFailure('/replace "no such text" "x" in src/*.ts')).code).toBe("nothing_changed");
  });

  test("a validation step that fails: its command, and what it printed", async () => {
    const failure = await expectFailure('/replace "price = 1" "price = 1; // INVALID" in src/price.ts');
    expect(failure.code).toBe("validation_failed");
    expect(failure.message).toContain("grep -rq INVALID");
  });

  test("a red check: nothing lands, the branch is kept", async () => {
    const outcome = await stack.send('/replace "price = 1" "price = 1; // BROKEN" in src/price.ts');
    expect(endOf(outcome)).toBe("failed");
    expect(failureOf(outcome).code).toBe("checks_failed");
    expect(repository.gitRemote("show", "main_agents:src/price.ts")).not.toContain("BROKEN");
    const branch = payloadsOf(outcome.events, "committed")[0]?.branch as string;
    expect(repository.gitRemote("show", `${branch}:src/price.ts`)).toContain("BROKEN");
  });

  test("a branch that is red by itself pauses landings, which the server tells with its cause; mended, the work lands", async () => {
    const dir = join(repository.root, "by-hand");
    runGit(repository.root, ["clone", "-q", "-b", "main_agents", repository.remote, dir]);
    const push = (content: string) => {
      writeFileSync(join(dir, "src/hand.ts"), content);
      runGit(dir, ["add", "-A"]);
      runGit(dir, ["commit", "-q", "-m", "By hand"]);
      runGit(dir, ["push", "-q", "origin", "main_agents"]);
    };
    push("// BROKEN\n");
    const posted = await stack.post("/write src/innocent.ts\n```\nexport const fine = 1;\n```");
    const landing = async () => {
      const told = await stack.client.system.landing({});
      return told.ok ? told.landing : null;
    };
    const paused = await waitFor("the pause", async () => {
      const now = await landing();
      return now?.state === "paused" ? now : null;
    });
    expect(paused).toMatchObject({ online: true, gated: true, reason: { code: "integration_red" } });
    expect(paused.next).toContain("Mend the integration branch");
    push("// mended\n");
    expect(endOf(await stack.outcomeOf(posted.requestId as string))).toBe("landed");
    await waitFor("the end of the pause", async () => ((await landing())?.reason === null ? true : null));
  });

  test("cancel while running: the command is dead, the outcome says so", async () => {
    const sleep = sleepCommand(87);
    const posted = await stack.post(`/run ${sleep}`);
    await waitFor("the command", () => (processesNaming(sleep).length > 0 ? true : null));
    const cancelled = await stack.client.requests.cancel({ id: posted.requestId as string });
    expect(cancelled.ok && cancelled.cancelRequested).toBe(true);
    const outcome = await stack.outcomeOf(posted.requestId as string);
    expect(endOf(outcome)).toBe("cancelled");
    await waitFor("the command's end", () => (processesNaming(sleep).length === 0 ? true : null));
  });

  test("what is not understood is answered with what can be done", async () => {
    const outcome = await stack.send("Please make the shop nicer and faster, thanks");
    expect(endOf(outcome)).toBe("answered");
    const answer = payloadsOf(await stack.replay(), "assistant_message").at(-1)?.text ?? "";
    expect(answer).toContain("/write");
  });

  test("a command that hangs is ended with its children, within its budget", async () => {
    const outcome = await stack.outcomeOf(hanging.requestId);
    expect(endOf(outcome)).toBe("failed");
    expect(failureOf(outcome).code).toBe("execution_timeout");
    expect(processesNaming(hanging.sleep)).toEqual([]);
  });

  test("after all of that the next change lands", async () => {
    expect(endOf(await stack.send('/replace "price = 1" "price = 2" in src/price.ts'))).toBe("landed");
    expect(repository.gitRemote("show", "main_agents:src/price.ts")).toBe("export const price = 2;");
  });
});
