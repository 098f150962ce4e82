/**
 * Records real sessions for the tests of the client's timeline, as one frame a line:
 * `bun tests/client/record-sessions.ts`. What differs from machine to machine is taken out.
 */
import { join, resolve } from "node:path";
import type { EventFrame } from "@pushpals/protocol";
import { streamEvents } from "@pushpals/sdk";
import { instructionFor } from "../support/acp-agent/script";
import { enqueueAgentTask, eventsOfJob, scriptedAgentSettings } from "../support/agent-tasks";
import { makeRepository } from "../support/repository";
import { type Stack, startStack } from "../support/stack";
import { waitFor } from "../support/wait-for";

const TO = resolve(import.meta.dir, "../../apps/client/src/features/timeline/testing");
const FILES = {
  "package.json": '{ "name": "shop", "private": true }\n',
  "README.md": "# Tea shop\n",
  "src/price.ts": "export const price = 1;\n",
  "src/stock.ts": "export const stock = (a: number, b: number) => a - b;\n",
};

await record("work", {}, async (stack) => {
  await stack.send("/status");
  const landed = await stack.post('rename src/price.ts to src/prices.ts\nreplace "a - b" with "a + b" in src/stock.ts');
  const agent = await enqueueAgentTask(
    stack,
    instructionFor("Write the docs of the shop", [
      { do: "plan", entries: ["Read the code", "Write the docs"] },
      { do: "say", text: "I look at what is there first.\n" },
      { do: "shell", command: "ls src" },
      { do: "shell", command: "cat no-such-file" },
      { do: "say", text: "Now I write **two** files.\n" },
      { do: "write", path: "docs/shop.md", text: "# Shop\n" },
      { do: "write", path: "docs/stock.md", text: "# Stock\n" },
    ]),
    { validationSteps: ["test -f docs/shop.md"] },
  );
  const failed = await stack.post('/replace "no such text" "x" in src/*.ts');
  for (const { requestId } of [landed, failed]) if (requestId) await stack.outcomeOf(requestId);
  await eventsOfJob(stack, agent);
  const slow = await stack.post("/run sleep 60.77");
  if (!slow.requestId) throw new Error("the slow request was not queued");
  const waits = await stack.client.requests.enqueue({ sessionId: stack.sessionId, prompt: "/run true" });
  if (!waits.ok) throw new Error(waits.message);
  await waitFor("a job at work", async () => {
    const listed = await stack.client.jobs.list({ status: "claimed" });
    return listed.ok && listed.jobs.length > 0 ? true : null;
  });
  await stack.client.requests.cancel({ id: slow.requestId });
  await stack.outcomeOf(slow.requestId);
  await stack.outcomeOf(waits.requestId);
});

await record("approvals", { PUSHPALS_POLICY_REQUIRE_APPROVAL: "always" }, async (stack) => {
  for (const [text, decision] of [
    ["/write docs/a.md\n```\na\n```", "approve"],
    ["/write docs/b.md\n```\nb\n```", "deny"],
  ] as const) {
    const posted = await stack.post(text);
    const asked = await waitFor("an approval", async () => {
      const listed = await stack.client.approvals.list({ status: "pending" });
      return listed.ok ? (listed.approvals[0] ?? null) : null;
    });
    const note = decision === "deny" ? "Not this one." : "Looks right.";
    await stack.client.approvals.decide({ id: asked.approvalId, decision, note, diffSha: asked.diffSha });
    if (posted.requestId) await stack.outcomeOf(posted.requestId);
  }
});

/** Plays a conversation on a stack of its own and writes every frame that a listener got, ephemeral ones too. */
async function record(name: string, env: Record<string, string>, play: (stack: Stack) => Promise<void>): Promise<void> {
  const repository = makeRepository(FILES);
  const stack = await startStack(repository, { env: { ...scriptedAgentSettings(repository.root), ...env } });
  const frames: EventFrame[] = [];
  const stop = new AbortController();
  const { serverUrl: baseUrl, token, sessionId } = stack;
  try {
    await stack.client.sessions.create({ sessionId });
    const listening = (async () => {
      for await (const item of streamEvents({ baseUrl, token, sessionId, signal: stop.signal }))
        if (item.type === "event") frames.push(item.frame);
    })();
    await play(stack);
    stop.abort();
    await listening;
    const lines = frames.map((frame) => withoutMachine(JSON.stringify(frame), [repository.root, process.cwd()]));
    await Bun.write(join(TO, `${name}.jsonl`), `${lines.join("\n")}\n`);
    console.log(`${name}: ${frames.length} frames`);
  } finally {
    await stack.stop();
    repository.remove();
  }
}

function withoutMachine(text: string, paths: readonly string[]): string {
  return paths.reduce((kept, path) => kept.replaceAll(path, "/shop"), text).replaceAll(process.execPath, "bun");
}
