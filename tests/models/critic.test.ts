import { afterEach, beforeEach, describe, expect, setDefaultTimeout, test } from "bun:test";
import { type Critic, openCritic } from "@pushpals/shared/critic";
import { type ModelServer, startModelServer } from "../support/model-server/model-server";
import { PATIENT } from "./settings";

// A bound for a test that hangs, wide enough for a busy machine.
setDefaultTimeout(60_000);

let server: ModelServer;
beforeEach(async () => {
  server = await startModelServer();
});
afterEach(() => server.stop());

const llm = (more: object = {}) => ({
  ...{ backend: "openai-compatible" as const, model: "test-model", base_url: `${server.url}/v1`, api_key_env: "" },
  ...{ structured_output: "on" as const, timeout_ms: 30_000, max_output_tokens: 1_000, context_tokens: 2_000 },
  ...{ price_input_per_million: 1, price_output_per_million: 10, auto_start: false },
  ...more,
});
function critic(): Critic {
  const opened = openCritic(llm(), {}, PATIENT);
  if (!opened.ok || opened.critic === null) throw new Error("no critic");
  return opened.critic;
}
const TASK = { instruction: "Add a test", targetPaths: ["src/**"], acceptanceCriteria: ["it is green"] };
const RECEIPT = {
  ...{ command: "bun test", exitCode: 0, terminationReason: "exited" as const, durationMs: 1, treeSha: "a".repeat(40) },
  ...{ outputSha256: "b".repeat(64), outputTail: "3 pass", sandbox: "process" as const },
};
const CHANGE = { patch: "+++ b/src/a\n+one\n", receipts: [RECEIPT] };
const signal = new AbortController().signal;
const finding = { path: "src/a", message: "It does half.", severity: "blocking" };
const asked = (call = server.calls[0]) => JSON.stringify(call?.body);

describe("a review", () => {
  test("is asked with the task, the diff and what passed, and comes back as findings", async () => {
    server.script(JSON.stringify({ findings: [finding, { ...finding, path: "", severity: "remark" }] }));
    const reviewed = await critic().review(TASK, CHANGE, signal);
    expect(reviewed).toMatchObject({ ok: true, findings: [finding, { ...finding, path: null, severity: "remark" }] });
    expect(reviewed.use).toMatchObject({ prompt: "review@1", rounds: 1, inputTokens: 100, costUsd: 0.0003 });
    for (const part of ["Add a test", "src/**", "it is green", "+one", "bun test", "3 pass", '\\"severity\\"'])
      expect(asked()).toContain(part);
  });

  test("that is no valid answer is asked for once more; then there is none, and that says nothing of the change", async () => {
    server.script("Looks good to me!", JSON.stringify({ findings: [] }));
    expect(await critic().review(TASK, CHANGE, signal)).toMatchObject({ ok: true, findings: [], use: { rounds: 2 } });
    server.script('{"findings": [{"severity": "fatal"}]}', '{"approved": true}');
    const reviewed = await critic().review(TASK, CHANGE, signal);
    expect(reviewed).toMatchObject({ ok: false, message: expect.stringContaining("gave no answer (not valid") });
    server.script({ status: 401 });
    expect(await critic().review(TASK, CHANGE, signal)).toMatchObject({
      ok: false,
      message: expect.stringContaining("denied"),
    });
  });

  test("of a change that is too long for the model says that it is cut", async () => {
    server.script('{"findings":[]}');
    await critic().review(TASK, { ...CHANGE, patch: `${"x".repeat(9_999)}END` }, signal);
    expect(asked()).toContain("characters are not shown");
    expect(asked()).not.toContain("END");
  });
});

describe("a choice", () => {
  const candidates = [
    { label: "A", ...CHANGE },
    { label: "B", ...CHANGE, patch: "+two\n" },
  ];

  test("is one of the labels, with the reason", async () => {
    server.script(JSON.stringify({ best: "B", why: "It is simpler." }));
    const chosen = await critic().choose(TASK, candidates, signal);
    expect(chosen).toMatchObject({ ok: true, best: "B", why: "It is simpler.", use: { prompt: "choose@1" } });
    for (const part of ["Change A", "Change B", "+one", "+two"]) expect(asked()).toContain(part);
  });

  test("of what was not on offer is no choice", async () => {
    server.script('{"best":"C","why":""}', '{"best":"neither","why":""}');
    const chosen = await critic().choose(TASK, candidates, signal);
    expect(chosen).toMatchObject({ ok: false, message: expect.stringContaining("it has to be one of: A, B") });
  });
});

test("without a model there is no critic; with half of one it is told what is missing", () => {
  expect(openCritic(llm({ backend: "builtin" }), {})).toEqual({ ok: true, critic: null });
  expect(openCritic(llm({ model: "" }), {})).toMatchObject({
    ok: false,
    message: expect.stringContaining("under [critic.llm]"),
  });
});
