import { afterEach, beforeEach, expect, setDefaultTimeout, test } from "bun:test";
import { createHash } from "node:crypto";
import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { receipt } from "@pushpals/protocol";
import { noSandbox } from "../sandbox/no-sandbox";
import { type RunStepsOptions, runSteps } from "./index";

// A bound for a test that hangs, wide enough for a busy machine.
setDefaultTimeout(300_000);

let workspace: string;
beforeEach(async () => {
  workspace = await mkdtemp(join(tmpdir(), "pushpals-verify-"));
});
afterEach(() => rm(workspace, { recursive: true, force: true }));

const verify = async (steps: string[], more: Partial<RunStepsOptions> = {}) => {
  const treeSha = "a".repeat(40);
  const result = await runSteps({ sandbox: noSandbox(), workspace, treeSha, steps, timeoutMs: 20_000, ...more });
  for (const each of result.receipts) receipt.parse(each);
  return result;
};

test("all green steps give a receipt each, in order, with what was seen", async () => {
  const lines: string[] = [];
  const onLine = (_stream: string, line: string) => lines.push(line);
  const { passed, receipts } = await verify(["echo one", "echo two > file; echo err >&2; cat file"], { onLine });
  expect(passed).toBe(true);
  expect(receipts.map(({ command }) => command)).toEqual(["echo one", "echo two > file; echo err >&2; cat file"]);
  expect(receipts[0]).toMatchObject({
    exitCode: 0,
    terminationReason: "exited",
    treeSha: "a".repeat(40),
    outputTail: "one\n",
    outputSha256: createHash("sha256").update("one\n").digest("hex"),
    sandbox: "none",
  });
  expect(lines.sort()).toEqual(["err", "one", "two"]);
});

test("the first red step is the last", async () => {
  const { passed, receipts } = await verify(["true", "echo broken; exit 3", "touch never"]);
  expect(passed).toBe(false);
  expect(receipts).toHaveLength(2);
  expect(receipts[1]).toMatchObject({ exitCode: 3, outputTail: "broken\n" });
});

test("the time limit is for all steps together", async () => {
  const { passed, receipts } = await verify(["true", "sleep 60", "true"], { timeoutMs: 2_500 });
  expect(passed).toBe(false);
  expect(receipts.map(({ terminationReason }) => terminationReason)).toEqual(["exited", "timeout"]);
});

test("an abort ends the step that runs", async () => {
  const abort = new AbortController();
  const { passed, receipts } = await verify(["echo up; sleep 60"], {
    signal: abort.signal,
    onLine: () => abort.abort(),
  });
  expect(passed).toBe(false);
  expect(receipts[0]?.terminationReason).toBe("cancelled");
});

test("of long output the tail is kept, the hash is over all, and the step goes on", async () => {
  const { passed, receipts } = await verify(["seq 1 200000; head -c 50000 /dev/zero | tr '\\0' x; echo; echo last"]);
  expect(passed).toBe(true);
  expect(receipts[0]?.outputTail.endsWith("last\n")).toBe(true);
  expect(receipts[0]?.outputTail.length).toBeLessThanOrEqual(8_000);
});

test("no steps prove nothing, and say no more than that", async () => {
  expect(await verify([])).toEqual({ passed: true, receipts: [] });
});
