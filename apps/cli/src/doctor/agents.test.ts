import { afterEach, beforeEach, expect, test } from "bun:test";
import { chmod, mkdtemp, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { loadConfig } from "@pushpals/shared/config";
import { agents } from "./agents";

let folder: string;
beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), "pushpals-doctor-"));
});
afterEach(() => rm(folder, { recursive: true, force: true }));

function configWith(env: Record<string, string>) {
  const loaded = loadConfig({ env });
  if (!loaded.ok) throw new Error(JSON.stringify(loaded.problems));
  return { config: loaded.config };
}

async function program(name: string, script: string): Promise<string> {
  const path = join(folder, name);
  await writeFile(path, `#!/bin/sh\n${script}\n`);
  await chmod(path, 0o755);
  return path;
}

test("none configured is no fault, and each known agent is named", async () => {
  const checks = await agents(configWith({}));
  expect(checks.every((check) => check.ok)).toBe(true);
  expect(checks.map((check) => check.name)).toEqual([
    "agent",
    "agent openhands",
    "agent opencode",
    "agent codex",
    "agent qwen",
  ]);
});

test("the configured one: missing, broken, without a model, usable", async () => {
  const check = async (command: string, more: Record<string, string> = {}) =>
    (
      await agents(
        configWith({
          PUSHPALS_WORKERPALS_OPENHANDS_AGENT: "codex",
          PUSHPALS_WORKERPALS_OPENHANDS_COMMAND: JSON.stringify([command]),
          ...more,
        }),
      )
    )[0];
  expect(await check(join(folder, "absent"))).toMatchObject({
    ok: false,
    next: expect.stringContaining("npm install"),
  });
  const broken = await check(await program("broken", "echo no node >&2; exit 1"));
  expect(broken).toMatchObject({ ok: false, detail: expect.stringContaining("no node") });
  const works = await program("works", "echo codex-acp 9.9.9");
  expect(await check(works)).toMatchObject({ ok: false, detail: "has no model" });
  const url = { PUSHPALS_WORKERPALS_LLM_BASE_URL: "http://127.0.0.1:1/v1" };
  expect(await check(works, url)).toMatchObject({ ok: false, next: 'set workerpals.llm.api = "responses"' });
  expect(await check(works, { ...url, PUSHPALS_WORKERPALS_LLM_API: "responses" })).toMatchObject({
    ok: true,
    detail: "usable, version 9.9.9, tried with 2.6.0",
  });
});

test("a name that is none, and a profile that is not there", async () => {
  const [unknown] = await agents(configWith({ PUSHPALS_WORKERPALS_OPENHANDS_AGENT: "codx" }));
  expect(unknown).toMatchObject({ ok: false, detail: expect.stringContaining("openhands, opencode, codex, qwen") });
  const profile = join(folder, "agent.toml");
  const custom = { PUSHPALS_WORKERPALS_OPENHANDS_AGENT: "custom", PUSHPALS_WORKERPALS_OPENHANDS_PROFILE: profile };
  expect((await agents(configWith(custom)))[0]).toMatchObject({ ok: false, detail: expect.stringContaining(profile) });
  await writeFile(profile, 'name = "mine"\ncomand = ["x"]\n');
  expect((await agents(configWith(custom)))[0]).toMatchObject({ ok: false, detail: expect.stringContaining("comand") });
  await writeFile(profile, `name = "mine"\ncommand = [${JSON.stringify(await program("mine", "exit 0"))}]\n`);
  expect((await agents(configWith(custom)))[0]).toMatchObject({ ok: true });
});
