import { afterEach, describe, expect, test } from "bun:test";
import { existsSync } from "node:fs";
import { mkdir, readdir, writeFile } from "node:fs/promises";
import { homedir } from "node:os";
import { join } from "node:path";
import { jobModels } from "../proxy";
import { type AgentRoom, agentRoom } from "./agent-room";
import { codeOf, failureOf, processesNaming, script, watching, write } from "./watching";
import { contentIn, filesIn } from "./worker-room";

const LLM = {
  api: "chat" as const,
  base_url: "",
  model: "",
  api_key_env: "",
  budget_tokens: 0,
  budget_usd: 0,
  price_input_per_million: 0,
  price_cached_input_per_million: 0,
  price_output_per_million: 0,
  log_contents: false,
};

let room: AgentRoom;
const { said, heard, eventsOf, rescued, expectCleared } = watching(() => room);

/** What an agent is like to the worker, in whichever tier it runs. */
export function agentCases(tier: "none" | "process" | "container"): void {
  describe(`an agent in tier ${tier}`, () => {
    afterEach(() => room.remove());

    test("gets the whole contract, works, and its work is committed, proven and handed over", async () => {
      room = await agentRoom(tier);
      await writeFile(join(room.checkout, "AGENTS.md"), "Use tabs.\n");
      await room.git("add", "-A");
      await room.git("commit", "-q", "-m", "rules");
      await room.land();
      const steps = [
        { do: "print", text: 'Loading…\n{"not": "a message"}\n{broken\n' },
        { do: "plan", entries: ["first", "second"] },
        { do: "say", text: "I will write a file.\n" },
        write("src/new.txt", "new\n"),
        { do: "shell", command: "echo out; exit 3" },
      ];
      const outcome = await room.task(script(steps), {
        targetPaths: ["src/**"],
        acceptanceCriteria: ["the file says new"],
        validationSteps: ["grep -q new src/new.txt", "! test -e .agent-was-here"],
      });
      expect(outcome.result).toBe("settled");
      expect(await contentIn(room, outcome.completion?.commitSha ?? "", "src/new.txt")).toBe("new\n");
      for (const part of ["src/**", "the file says new", "grep -q new", "Use tabs.", "Write only below", "Change the"])
        expect(said(part)).toBe(true);
      expect(eventsOf("tool_call").map((call) => call["title"])).toEqual(["write src/new.txt", "echo out; exit 3"]);
      expect(eventsOf("tool_result").map((result) => result["status"])).toEqual(["completed", "failed"]);
      expect(eventsOf("assistant_text_delta").map((delta) => delta["text"])).toEqual(["I will write a file.\n"]);
      const progress = eventsOf("task_progress").map((one) => String(one["message"]));
      expect(progress).toContain("Plan: 0 of 2 done. first");
      expect(progress).toContain("The agent counts 20 tokens in, 10 out");
      expect(said("stdout: Loading…")).toBe(true);
      expect(said("stdout: {broken")).toBe(true);
      const evidence = outcome.completion?.input["evidence"] as { validation: { sandbox: string; exitCode: number }[] };
      expect(evidence.validation).toMatchObject([{ exitCode: 0, sandbox: tier }, { exitCode: 0 }]);
      expect(await readdir(room.setup.worktrees)).toEqual([]);
      expect(processesNaming(room.root)).toEqual([]);
    });

    test("is asked again with what was found, and fails with the evidence when it does not mend it", async () => {
      room = await agentRoom(tier);
      const mends = await room.task(script([write("a", "bad\n")], [write("a", "good\n")]), {
        validationSteps: ["grep -q good a"],
      });
      expect(mends.result).toBe("settled");
      expect(await contentIn(room, mends.completion?.commitSha ?? "", "a")).toBe("good\n");
      expect(said('"grep -q good a" ended with exit code 1')).toBe(true);

      const never = await room.task(script([write("a", "bad\n")]), { validationSteps: ["grep -q good a"] });
      expect(failureOf(never)).toMatchObject({ code: "validation_failed", detail: { exitCode: 1 } });
      expect(failureOf(never).detail?.["rounds"]).toHaveLength(3);
      await expectCleared(never);
      expect(await contentIn(room, (await rescued(never.jobId)) ?? "", "a")).toBe("bad\n");
    });

    test("goes on with its session when it gets its work back, where it can", async () => {
      room = await agentRoom(tier);
      const rounds = script([write("a", "bad\n")], [write("a", "good\n")]);
      const outcome = await room.task(rounds, {
        validationSteps: ["grep -q good a"],
        env: { AGENT_CAN_LOAD: "1" },
      });
      expect(outcome.result).toBe("settled");
      expect(said("loaded the session")).toBe(true);
      expect(room.logged.filter((line) => line.includes("## Task"))).toHaveLength(1);
    });

    test("that claims success without a change, or weakens a test, is not believed", async () => {
      room = await agentRoom(tier);
      await mkdir(join(room.checkout, "src"));
      await writeFile(join(room.checkout, "src/a.test.ts"), 'test("a", () => { expect(1).toBe(1); });\n');
      await room.git("add", "-A");
      await room.git("commit", "-q", "-m", "test");
      await room.land();
      const nothing = await room.task(script([{ do: "say", text: "All done, tests pass!\n" }]));
      expect(codeOf(nothing)).toBe("nothing_changed");
      expect(room.logged.filter((line) => line.includes("Back to the agent"))).toHaveLength(2);
      const weakened = await room.task(script([{ do: "shell", command: "rm src/a.test.ts; echo x > x" }]));
      expect(failureOf(weakened)).toMatchObject({
        code: "tests_weakened",
        detail: { findings: ["The test file src/a.test.ts was deleted."] },
      });
      await expectCleared(weakened);
      const mended = await room.task(
        script(
          [{ do: "shell", command: "rm src/a.test.ts; echo x > x" }],
          [{ do: "shell", command: "git checkout -q HEAD~1 -- src" }],
        ),
      );
      expect(mended.result).toBe("settled");
      expect(Object.keys(await filesIn(room, mended.completion?.commitSha ?? ""))).toEqual(["src/a.test.ts", "x"]);
    });

    test("is validated in a clean workspace: what it hid from the commit is not there", async () => {
      room = await agentRoom(tier);
      const hide =
        'mkdir -p .git/info; echo "hidden" > .git/info/exclude; echo yes > hidden; git config core.hooksPath .; echo x > x';
      const outcome = await room.task(script([{ do: "shell", command: hide }]), {
        validationSteps: ["grep -q yes hidden"],
      });
      expect(codeOf(outcome)).toBe("validation_failed");
    });

    test("has permissions answered by kind, once each, never for good", async () => {
      room = await agentRoom(tier);
      const ask = (into: string, ...kinds: string[]) => ({ do: "ask", kinds, into });
      const steps = [
        ask("both", "allow_always", "allow_once", "reject_once"),
        ask("always", "allow_always", "reject_always"),
        ask("reject", "allow_always", "reject_once"),
      ];
      const outcome = await room.task(script(steps));
      const sha = outcome.completion?.commitSha ?? "";
      const chosen = async (path: string) => JSON.parse((await contentIn(room, sha, path)) ?? "null");
      expect(await chosen("both")).toEqual({ outcome: "selected", optionId: "option-allow_once" });
      expect(await chosen("always")).toEqual({ outcome: "cancelled" });
      expect(await chosen("reject")).toEqual({ outcome: "selected", optionId: "option-reject_once" });
      const denied = await room.task(script([ask("both", "allow_once", "reject_once")]), {
        agent: { permissions: "deny" },
      });
      expect(await contentIn(room, denied.completion?.commitSha ?? "", "both")).toContain("reject_once");
    });

    test("that does not come up is told as such, within its limit", async () => {
      room = await agentRoom(tier);
      const hang = await room.task(script([]), { env: { AGENT_START: "hang" }, agent: { startTimeoutMs: 500 } });
      expect(failureOf(hang).code).toBe("agent_unavailable");
      expect(failureOf(hang).message).toContain("0.5 s");
      await expectCleared(hang);
      const exit = await room.task(script([]), { env: { AGENT_START: "exit" } });
      expect(failureOf(exit)).toMatchObject({ code: "agent_unavailable", detail: { reason: "not_started" } });
      expect(failureOf(exit).message).toContain("ended with 4");
      expect(failureOf(exit).message).toContain("no licence was found");
      const noisy = await room.task(script([write("a", "a")]), { env: { AGENT_START: "print" } });
      expect(noisy.result).toBe("settled");
    });

    test("that falls silent, breaks off or refuses is ended, and its work is kept", async () => {
      room = await agentRoom(tier);
      const silent = await room.task(script([write("a", "half\n"), { do: "ignore_signals" }, { do: "hang" }]), {
        agent: { idleTimeoutMs: 2_000 },
      });
      expect(failureOf(silent)).toMatchObject({ code: "agent_failed", detail: { reason: "idle" } });
      await expectCleared(silent);
      expect(await contentIn(room, (await rescued(silent.jobId)) ?? "", "a")).toBe("half\n");
      const broken = await room.task(script([write("a", "half\n"), { do: "exit", code: 9 }]));
      expect(failureOf(broken)).toMatchObject({ code: "agent_failed", detail: { reason: "ended" } });
      expect(failureOf(broken).message).toContain("ended with 9");
      expect(await contentIn(room, (await rescued(broken.jobId)) ?? "", "a")).toBe("half\n");
      const refused = await room.task(script([{ do: "stop", reason: "refusal" }]));
      expect(failureOf(refused)).toMatchObject({ code: "agent_failed", detail: { reason: "refusal" } });
      expect(await rescued(refused.jobId)).toBeNull();
    });

    test("that keeps talking is ended by the budget; one that is cancelled is told so, then killed", async () => {
      room = await agentRoom(tier);
      const babble = { do: "babble", everyMs: 20 };
      const endless = await room.task(script([write("a", "half\n"), babble]), {
        executionBudgetMs: 6_000,
        agent: { idleTimeoutMs: 2_000 },
      });
      expect(codeOf(endless)).toBe("execution_timeout");
      expect(await rescued(endless.jobId)).not.toBeNull();
      await expectCleared(endless);
      const stop = new AbortController();
      const leaves = { do: "shell", command: "(setsid sleep 600 & sleep 600 &) >/dev/null 2>&1; echo left" };
      const running = room.task(script([write("b", "half\n"), leaves, { do: "hang" }]), { stop });
      await heard("stderr: hanging");
      stop.abort();
      const cancelled = await running;
      expect(codeOf(cancelled)).toBe("cancelled");
      expect(said("asked to cancel")).toBe(true);
      await expectCleared(cancelled);
      expect(await contentIn(room, (await rescued(cancelled.jobId)) ?? "", "b")).toBe("half\n");
    });

    test("writes outside of its workspace neither by itself where contained, nor by its client", async () => {
      room = await agentRoom(tier);
      const outside = join(room.root, "outside");
      const inHome = join(homedir(), `.pushpals-canary-${crypto.randomUUID()}`);
      const steps = [
        { do: "shell", command: `echo x > ${outside}; echo x > ${inHome}; ln -s ${room.root} link; echo ok > ok` },
        { do: "client_write", path: outside, text: "x" },
        { do: "client_write", path: "../outside", text: "x" },
      ];
      const own = (dir: string) => ({ do: "client_write", path: `${dir}/by-client/file`, text: "by client\n" });
      const dir = (jobId: string) => join(room.setup.worktrees, jobId);
      const jobId = crypto.randomUUID();
      const more = [
        own(dir(jobId)),
        { do: "client_write", path: `${dir(jobId)}/link/through`, text: "x" },
        { do: "client_write", path: `${dir(jobId)}/.git/config`, text: "x" },
        { do: "client_read", path: `${dir(jobId)}/ok`, into: "read" },
        { do: "shell", command: "rm -f link" },
      ];
      const outcome = await room.task(
        script(
          [...(tier === "none" ? steps.slice(1) : steps), ...more].filter(
            (step) => tier !== "none" || step.do !== "client_read",
          ),
        ),
        { jobId },
      );
      expect(outcome.result).toBe("settled");
      const sha = outcome.completion?.commitSha ?? "";
      expect(await contentIn(room, sha, "by-client/file")).toBe("by client\n");
      if (tier !== "none") expect(await contentIn(room, sha, "read")).toBe("ok\n");
      expect([existsSync(outside), existsSync(inHome), existsSync(join(room.root, "through"))]).toEqual([
        false,
        false,
        false,
      ]);
      expect(room.logged.filter((line) => line.includes("client refused"))).toHaveLength(tier === "none" ? 3 : 4);
    });

    test("plants hooks, filters and a false .git in vain", async () => {
      room = await agentRoom(tier);
      const mark = join(room.root, "ran");
      const plant = [
        `git config core.fsmonitor 'touch ${mark}'`,
        `git config core.hooksPath hooks; mkdir hooks; printf '#!/bin/sh\\ntouch ${mark}\\n' > hooks/pre-commit; chmod +x hooks/pre-commit`,
        `git config filter.x.clean 'touch ${mark}; cat'; echo '* filter=x diff=x' > .gitattributes`,
        `git config diff.external 'touch ${mark}'; git config gpg.program 'touch ${mark}'; git config commit.gpgSign true`,
        "echo work > work",
      ].join("; ");
      const outcome = await room.task(script([{ do: "shell", command: plant }]), { validationSteps: ["true"] });
      // Uncontained it could have touched the file itself; what matters there is that the host's git did not.
      if (tier !== "none") expect(existsSync(mark)).toBe(false);
      expect(outcome.result).toBe("settled");
      const replaced = "rm -rf .git; echo 'gitdir: /tmp/evil' > .git; echo x > x";
      const lost = await room.task(script([{ do: "shell", command: replaced }]));
      expect(codeOf(lost)).toBe("workspace_failed");
      await expectCleared(lost);
      const next = await room.task(script([write("next", "fine\n")]));
      expect(next.result).toBe("settled");
    });

    test("reaches the model, by the socket that is made for it", async () => {
      room = await agentRoom(tier);
      const served: string[] = [];
      const backend = Bun.serve({
        port: 0,
        hostname: "127.0.0.1",
        fetch: (request) => {
          served.push(`${new URL(request.url).pathname} ${request.headers.get("authorization")}`);
          return Response.json({ choices: [], usage: { prompt_tokens: 7, completion_tokens: 3 } });
        },
      });
      const llm = { ...LLM, base_url: `${backend.url.origin}/v1`, api_key_env: "SECRET_KEY" };
      const models = jobModels(llm, { SECRET_KEY: "CANARY" }, room.setup.log);
      if (!models.ok) throw new Error(models.message);
      const spy = { do: "shell", command: "env > env" };
      const outcome = await room.task(script([{ do: "model", into: "answer" }, spy]), { agent: { models } });
      await backend.stop(true);
      expect(served).toEqual(["/v1/chat/completions Bearer CANARY"]);
      const sha = outcome.completion?.commitSha ?? "";
      expect(await contentIn(room, sha, "answer")).toContain("completion_tokens");
      expect(await contentIn(room, sha, "env")).not.toContain("CANARY");
      expect(eventsOf("model_used")).toMatchObject([{ calls: 1, inputTokens: 7, outputTokens: 3, costUsd: null }]);
    });
  });
}
