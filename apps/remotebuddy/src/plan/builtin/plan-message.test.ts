import { describe, expect, test } from "bun:test";
import { COMMANDS, parseScript, plan, scriptPaths } from "@pushpals/protocol";
import { planMessage } from "./plan-message";
import { SENTENCES } from "./sentences";
import type { TreeReader } from "./test-command";

const treeOf = (files: Record<string, string>): TreeReader => ({ read: async (path) => files[path] ?? null });
const withTests = treeOf({ Makefile: "test:\n\ttrue\n" });
const context = { tree: withTests, validationSteps: [] };

/** The script of a plan, then its validation steps with a check mark; "answer" where no worker is needed. */
async function outcome(message: string, files = withTests): Promise<string> {
  const planned = await planMessage(message, { tree: files, validationSteps: [] });
  if (!planned.ok) return planned.failure.code;
  if (!planned.plan.requires_worker) return "answer";
  const steps = planned.plan.validation_steps.map((step) => `✓ ${step}\n`).join("");
  return (planned.plan.worker_instruction + steps).replaceAll("make test", "TESTS");
}

describe("the table of sentences", () => {
  for (const sentence of SENTENCES) {
    for (const [message, wanted] of sentence.examples)
      test(`understands: ${message}`, async () => expect(await outcome(message)).toBe(wanted));
    for (const message of sentence.counterexamples)
      test(`does not take for "${sentence.form}": ${message}`, async () =>
        expect(await outcome(message)).toBe("answer"));
  }
});

describe("messages of several sentences", () => {
  const LISTS: [string, string][] = [
    ["rename a.ts to b.ts and delete c.ts", "/move a.ts b.ts\n/delete c.ts\n"],
    ["Please do the following:\n- rename a.ts to b.ts\n- delete c.ts\n", "/move a.ts b.ts\n/delete c.ts\n"],
    ['1. copy a.ts to b.ts\n2. replace "x" with "y" in b.ts\n', '/copy a.ts b.ts\n/replace "x" "y" in b.ts\n'],
    ["Rename a.ts to b.ts; then rename c.ts to d.ts.", "/move a.ts b.ts\n/move c.ts d.ts\n"],
    ["run `make gen`, then run `make lint`", "/run make gen\n/run make lint\n"],
    ['replace "x and delete y.ts" with "z" in a.ts', '/replace "x and delete y.ts" "z" in a.ts\n'],
    ["check that `make lint` passes", "/run make lint\n"],
    ["delete a.ts and check that the tests pass", "/delete a.ts\n✓ TESTS\n"],
  ];
  for (const [message, wanted] of LISTS)
    test(message.replaceAll("\n", " ⏎ "), async () => expect(await outcome(message)).toBe(wanted));

  const NOT_AS_A_WHOLE = [
    "rename a.ts to b.ts and make it faster",
    "delete a.ts. The login is broken.",
    "rename a.ts to b.ts\nupdate all imports",
    "check that `x` passes and delete a.ts",
    "delete a.ts, but only if b.ts exists",
    "I would like you to delete a.ts",
    "The file a.ts was deleted",
    "delete a.ts\n\uE0000\uE001",
    "benenne a.ts in b.ts um",
    "supprime a.ts",
    "",
    "   \n ",
    "hello",
    "why did you delete a.ts?",
    "what would happen if I said: delete a.ts",
    "```\ndelete a.ts\n```",
    "`delete a.ts`",
    '"delete a.ts"',
    "> delete a.ts",
  ];
  for (const message of NOT_AS_A_WHOLE)
    test(`nothing of it is done: ${JSON.stringify(message)}`, async () =>
      expect(await outcome(message)).toBe("answer"));
});

test("every plan passes the protocol's own check", async () => {
  const messages = SENTENCES.flatMap((sentence) => [
    ...sentence.examples.map(([message]) => message),
    ...sentence.counterexamples,
  ]);
  for (const message of [...messages, ...COMMANDS.map((command) => command.example)]) {
    const planned = await planMessage(message, context);
    if (!planned.ok) throw new Error(`${message}: ${planned.failure.message}`);
    expect([message, plan.safeParse(planned.plan).error?.message]).toEqual([message, undefined]);
  }
});

test("a script is kept as it is, with exactly its paths", async () => {
  const script = "# two steps\n/write a/b.txt\n````\n```\n/delete x\n```\n````\n/move c.txt d.txt\n";
  const planned = await planMessage(script, { tree: withTests, validationSteps: ["make lint"] });
  const parsed = parseScript(script);
  if (!planned.ok || !parsed.ok) throw new Error("not planned");
  expect(planned.plan).toMatchObject({
    intent: "code_change",
    lane: "deterministic",
    worker_instruction: script,
    target_paths: ["a/b.txt", "c.txt", "d.txt"],
    validation_steps: ["make lint"],
    risk_level: "low",
  });
  expect(planned.plan.target_paths).toEqual(scriptPaths(parsed.operations));
});

test("configured steps are for changes, not for a command alone", async () => {
  const planned = await planMessage("/run ls", { tree: withTests, validationSteps: ["make lint"] });
  expect(planned).toMatchObject({ ok: true, plan: { validation_steps: [], intent: "analysis", risk_level: "medium" } });
});

test("a malformed script fails with each line, what was found and what was expected", async () => {
  const planned = await planMessage('/write a.txt\n```\nx\n```\n/replace "old" with new\n/delete ../x', context);
  if (planned.ok) throw new Error("planned");
  expect(planned.failure.code).toBe("script_invalid");
  expect(planned.failure.message).toContain("line 5");
  expect(planned.failure.message).toContain("../x");
  expect(planned.failure.detail).toMatchObject({ errors: [{ line: 5 }, { line: 6 }] });
});

test("an existing file is never overwritten by a wish to create it", async () => {
  const files = treeOf({ "a.txt": "precious\n" });
  expect(await outcome('create a.txt with content "x"', files)).toBe("answer");
  expect(await outcome('create b.txt with content "x"', files)).toContain("/write b.txt");
});

test("the test command comes from the manifest", async () => {
  const npm = JSON.stringify({ scripts: { test: "vitest" } });
  const CASES: [Record<string, string>, string][] = [
    [{ "package.json": npm }, "npm test"],
    [{ "package.json": npm, "bun.lock": "" }, "bun run test"],
    [{ "package.json": npm, "pnpm-lock.yaml": "" }, "pnpm test"],
    [{ "package.json": npm, "yarn.lock": "" }, "yarn test"],
    [
      { "package.json": JSON.stringify({ scripts: { test: "x" }, packageManager: "yarn@4" }), "bun.lock": "" },
      "yarn test",
    ],
    [
      { "package.json": JSON.stringify({ scripts: { test: 'echo "Error: no test specified"' } }), "go.mod": "" },
      "go test ./...",
    ],
    [{ "package.json": "{ broken", "Cargo.toml": "" }, "cargo test"],
    [{ "pyproject.toml": "[tool.pytest.ini_options]" }, "python3 -m pytest"],
    [{ Makefile: "all:\n\ntest: all\n" }, "make test"],
  ];
  for (const [files, command] of CASES) {
    const planned = await planMessage("run the tests", { tree: treeOf(files), validationSteps: [] });
    expect(planned).toMatchObject({ ok: true, plan: { worker_instruction: `/run ${command}\n` } });
  }
  const unknown = await planMessage("run the tests", { tree: treeOf({}), validationSteps: [] });
  expect(unknown).toMatchObject({ ok: true, plan: { requires_worker: false } });
});

test("what is not understood is answered with every command and a sentence of each form", async () => {
  const planned = await planMessage("make the shop nicer", context);
  if (!planned.ok) throw new Error("failed");
  for (const command of COMMANDS) expect(planned.plan.assistant_message).toContain(command.name);
  for (const sentence of SENTENCES) expect(planned.plan.assistant_message).toContain(sentence.form);
  expect(planned.plan.assistant_message).toContain("workerpals.openhands");
});

test("more paths than a plan may have are joined into folders that cover them", async () => {
  const script = Array.from({ length: 6_000 }, (_, n) => `/delete src/${n % 50}/deep/${n}.ts\n`).join("");
  const planned = await planMessage(script, context);
  if (!planned.ok) throw new Error(planned.failure.message);
  expect(planned.plan.target_paths).toHaveLength(50);
  expect(planned.plan.target_paths).toContain("src/7/deep/**");
});

test("long paths and steps do not make a plan too long to be one", async () => {
  const script = Array.from({ length: 12 }, (_, n) => `/move ${"a/".repeat(400)}${n} ${"b/".repeat(400)}${n}\n`).join(
    "",
  );
  const validationSteps = Array.from({ length: 20 }, (_, n) => `echo ${n} ${"x".repeat(1_900)}`);
  const planned = await planMessage(script, { tree: withTests, validationSteps });
  if (!planned.ok) throw new Error(planned.failure.message);
  expect(plan.safeParse(planned.plan).error?.message).toBeUndefined();
});
