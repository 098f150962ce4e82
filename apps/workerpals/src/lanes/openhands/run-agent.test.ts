import { afterEach, describe, expect, setDefaultTimeout, test } from "bun:test";
import { existsSync } from "node:fs";
import { readdir, writeFile } from "node:fs/promises";
import { dirname, join } from "node:path";
import { openSandbox } from "@pushpals/shared/sandbox";
import { agentCases } from "../../testing/agent-cases";
import { type AgentRoom, agentRoom } from "../../testing/agent-room";
import { codeOf, script, watching, write } from "../../testing/watching";
import { contentIn, filesIn, type JobOutcome } from "../../testing/worker-room";
import { pidFile } from "../../workspace/claim-worker-id";
import { collectLeftovers } from "../../workspace/collect-leftovers";
import { prepareHome, writeState } from "./agent-state";

// A bound for a test that hangs, wide enough for a busy machine.
setDefaultTimeout(60_000);

const CONFIG = { memory_mb: 4096, pids: 512, cpu_seconds: 0, file_size_mb: 4096, read_only_paths: [] };
const KEEPING = { maxAgeMs: 3_600_000, maxBytes: 1024 ** 3, isDiskShort: false };
const contained = await openSandbox({ ...CONFIG, tier: "process" });

agentCases("none");
if (contained.ok) agentCases("process");
else console.warn(`Agents are not tried in the process sandbox: ${contained.message}`);

let room: AgentRoom;
const { said, heard, rescued } = watching(() => room);

describe("a worker with an agent", () => {
  afterEach(() => room.remove());

  test("without a sandbox no agent is started", async () => {
    room = await agentRoom("none");
    const setup = { sandbox: { ok: false, message: "install bubblewrap" } } as const;
    expect(codeOf(await room.task(script([write("a", "a")]), { setup }))).toBe("sandbox_unavailable");
  });

  test("what a person says while it works is said to the agent once it has answered", async () => {
    room = await agentRoom("none");
    const jobId = crypto.randomUUID();
    const waits = { do: "shell", command: "until test -e go; do sleep 0.05; done" };
    const rounds = script([waits], [{ do: "shell", command: "echo told > told" }]);
    const outcome = await room.task(rounds, {
      jobId,
      hears: (say) =>
        void heard("> until test").then(() => {
          say("Make it blue.");
          return writeFile(join(room.setup.worktrees, jobId, "go"), "");
        }),
    });
    expect(outcome.result).toBe("settled");
    expect(await contentIn(room, outcome.completion?.commitSha ?? "", "told")).toBe("told\n");
    expect(said("prompt: Make it blue.")).toBe(true);
  });

  test("what was said before is part of the task", async () => {
    room = await agentRoom("none");
    const rounds = script([write("a", "1\n")], [write("b", "2\n")]);
    const outcome = await room.task(rounds, { messages: ["Make it blue."] });
    expect(Object.keys(await filesIn(room, outcome.completion?.commitSha ?? ""))).toEqual(["a"]);
    expect(said("prompt: Make it blue.")).toBe(true);
  });
});

describe("what a person says while an agent's change is validated", () => {
  afterEach(() => room.remove());

  /** Two turns, with something said while the validation of the first one runs. */
  async function saidWhileValidated(text: string, second: string, more = ""): Promise<JobOutcome> {
    room = await agentRoom("none");
    const gate = join(room.root, "gate");
    return await room.task(script([write("a", "1\n")], [write(second, "2\n")]), {
      validationSteps: [`until [ -e ${gate} ]; do sleep 0.05; done${more}`],
      hears: (say) =>
        void heard("Committed ").then(() => {
          say(text);
          return writeFile(gate, "");
        }),
    });
  }

  test("goes to the agent before the change is handed over, though it stands", async () => {
    const outcome = await saidWhileValidated("Make it blue.", "told");
    expect([outcome.result, said("prompt: Make it blue.")]).toEqual(["settled", true]);
    const sha = outcome.completion?.commitSha ?? "";
    expect([await contentIn(room, sha, "a"), await contentIn(room, sha, "told")]).toEqual(["1\n", "2\n"]);
    // Both were shown while it went on; one is handed over, of both turns.
    expect(room.sent.map(({ route }) => route)).toEqual(["enqueue"]);
    expect(room.previews.map(({ commitSha }) => commitSha === sha)).toEqual([false, true]);
    expect(String(room.previews[0]?.["patch"])).toContain("+++ b/a");
    expect(await room.mirror.resolve(`refs/pushpals/jobs/${outcome.jobId}`)).toBe(sha);
  });

  test("goes to it together with what was found wrong", async () => {
    const outcome = await saidWhileValidated("And call it b.", "b", "; test -e b");
    expect(outcome.result).toBe("settled");
    expect([said("prompt: Your change was committed"), said("prompt: And call it b.")]).toEqual([true, true]);
  });
});

describe("what a killed worker has left", () => {
  afterEach(() => room.remove());

  /** A workspace with an agent's work in it, of a worker that is dead. */
  async function leave(jobId: string, savedAt: number, canLoad: boolean): Promise<string> {
    const worktrees = dirname(room.setup.worktrees);
    const dir = join(worktrees, "dead", jobId);
    const sha = (await room.mirror.resolve("refs/heads/main_agents")) ?? "";
    const cloned = await room.mirror.cloneWorkspace({ dir, sha, fullHistory: true });
    if (!cloned.ok) throw new Error(cloned.message);
    await writeFile(join(dir, "half"), "half\n");
    await writeFile(pidFile(worktrees, "dead"), `${2 ** 22 + 1} 1`);
    await prepareHome(dir, {}, false);
    const state = {
      jobId,
      agent: "scripted",
      sessionId: "gone",
      canLoad,
      tier: "none" as const,
      baseSha: sha,
      savedAt,
    };
    await writeState(dir, state);
    return dir;
  }

  test("is gone on with, in its folder, by whoever gets the job next", async () => {
    room = await agentRoom("none");
    const jobId = crypto.randomUUID();
    const dir = await leave(jobId, Date.now(), true);
    await collectLeftovers(room.setup, dirname(room.setup.worktrees), KEEPING);
    expect(existsSync(join(dir, "half"))).toBe(true);
    const outcome = await room.task(script([write("other", "other\n")]), { jobId, env: { AGENT_CAN_LOAD: "1" } });
    expect(outcome.result).toBe("settled");
    expect(Object.keys(await filesIn(room, outcome.completion?.commitSha ?? ""))).toEqual(["half", "other"]);
    // The session itself was unknown to the agent: it was told everything anew.
    expect(said("## Task")).toBe(true);
    expect([existsSync(dir), existsSync(`${dir}.agent`)]).toEqual([false, false]);
  });

  test("goes early where it takes too much, the oldest first, and all of it where the disk is short", async () => {
    room = await agentRoom("none");
    const [older, younger] = [crypto.randomUUID(), crypto.randomUUID()];
    const dirs = [await leave(older, Date.now() - 60_000, true), await leave(younger, Date.now(), true)];
    for (const dir of dirs) await writeFile(join(dir, "big"), Buffer.alloc(3 * 1024 * 1024, 1));
    const there = () => dirs.map((dir) => existsSync(join(dir, "half")));
    const collect = (more: object) =>
      collectLeftovers(room.setup, dirname(room.setup.worktrees), { ...KEEPING, ...more });
    await collect({ maxBytes: 16 * 1024 * 1024 });
    expect(there()).toEqual([true, true]);
    await collect({ maxBytes: 4 * 1024 * 1024 });
    expect(there()).toEqual([false, true]);
    await collect({ isDiskShort: true });
    expect(there()).toEqual([false, false]);
    for (const jobId of [older, younger])
      expect(await contentIn(room, (await rescued(jobId)) ?? "", "half")).toBe("half\n");
  });

  test("is kept as a rescue ref and cleared away when nobody can, or nobody came", async () => {
    room = await agentRoom("none");
    const [cannot, late] = [crypto.randomUUID(), crypto.randomUUID()];
    await leave(cannot, Date.now(), false);
    await leave(late, Date.now() - 2 * 3_600_000, true);
    await collectLeftovers(room.setup, dirname(room.setup.worktrees), KEEPING);
    for (const jobId of [cannot, late])
      expect(await contentIn(room, (await rescued(jobId)) ?? "", "half")).toBe("half\n");
    expect(await readdir(dirname(room.setup.worktrees))).toEqual([]);
    const redone = await room.task(script([write("new", "new\n")]), { jobId: cannot });
    expect(Object.keys(await filesIn(room, redone.completion?.commitSha ?? ""))).toEqual(["new"]);
  });
});
