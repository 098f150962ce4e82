import { afterEach, beforeEach, expect, setDefaultTimeout, test } from "bun:test";
import { cpSync, existsSync, mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { loadConfig, projectRoot } from "@pushpals/shared/config";
import { type ConnectOptions, connectModel } from "../../apps/cli/src/model/connect-model";
import { type ModelServer, startModelServer } from "../support/model-server/model-server";

// A bound for a test that hangs, wide enough for a busy machine.
setDefaultTimeout(300_000);

const KEY = "canary-key-of-tests";
const READY = '{"ready": true}';
let root: string;
let server: ModelServer;
beforeEach(async () => {
  root = mkdtempSync(join(tmpdir(), "pushpals-model-"));
  mkdirSync(join(root, "config"));
  cpSync(join(projectRoot(), "config/default.toml"), join(root, "config/default.toml"));
  server = await startModelServer({ models: ["small", "large"], key: KEY });
});
afterEach(async () => {
  await server.stop();
  rmSync(root, { recursive: true });
});

const local = () => join(root, "config/local.toml");

async function connect(options: Partial<ConnectOptions>, answers: string[] | null = null) {
  const lines: string[] = [];
  const exitCode = await connectModel({
    root,
    env: { OPENAI_API_KEY: KEY, MY_KEY: KEY },
    ask: answers === null ? null : async () => answers.shift() ?? null,
    say: (line) => void lines.push(line),
    ...options,
  });
  return { exitCode, out: lines.join("\n") };
}

const openai = () => ({ backend: "openai", model: "small", baseUrl: `${server.url}/v1` });

function llm() {
  const loaded = loadConfig({ root, env: {} });
  if (!loaded.ok) throw new Error(JSON.stringify(loaded.problems));
  return loaded.config.remotebuddy.llm;
}

test("by options: tried with a real call, written beside what is there, without its key", async () => {
  writeFileSync(local(), "# mine\n[server]\nport = 4000\n");
  server.script(READY);
  expect(await connect(openai())).toMatchObject({ exitCode: 0 });
  expect(server.calls.length).toBe(1);
  expect(llm()).toMatchObject({ backend: "openai", model: "small", base_url: `${server.url}/v1` });
  const text = readFileSync(local(), "utf8");
  expect(text).toStartWith("# mine\n[server]\nport = 4000\n");
  expect(text).not.toContain(KEY);
});

test("by questions: a backend, the address, a model of its server's list", async () => {
  server.script(READY);
  const connected = await connect({ keyEnv: "MY_KEY" }, ["openai-compatible", `${server.url}/v1/`, "2"]);
  expect(connected.exitCode).toBe(0);
  expect(connected.out).toContain("1  small");
  expect(llm()).toMatchObject({ backend: "openai-compatible", model: "large", api_key_env: "MY_KEY" });
});

test("back to none", async () => {
  server.script(READY);
  await connect(openai());
  expect(await connect({ backend: "builtin" })).toMatchObject({ exitCode: 0 });
  expect(llm()).toMatchObject({ backend: "builtin", model: "", base_url: "" });
});

test("what does not work is not written", async () => {
  server.script("I am ready!");
  const tried: [Partial<ConnectOptions>, string, (string[] | null)?][] = [
    [openai(), "I am ready!"],
    [{ ...openai(), model: "none" }, "small, large"],
    [{ ...openai(), keyEnv: "NO_SUCH_KEY" }, "NO_SUCH_KEY"],
    [{ backend: "openai-compatible", model: "x" }, "base_url"],
    [{ backend: "openai", baseUrl: `${server.url}/v1` }, "--model"],
    [{ backend: "opnai" }, "--backend"],
    [{}, "--backend"],
    [{}, "none of them", ["99"]],
  ];
  for (const [options, said, answers] of tried) {
    const connected = await connect(options, answers ?? null);
    expect([said, connected.exitCode === 0, connected.out.includes(said)]).toEqual([said, false, true]);
    expect(connected.out).not.toContain(KEY);
  }
  expect(existsSync(local())).toBe(false);
});

test("a setting of the environment that wins is told", async () => {
  server.script(READY);
  const env = { OPENAI_API_KEY: KEY, PUSHPALS_REMOTEBUDDY_LLM_MODEL: "large" };
  expect((await connect({ ...openai(), env })).out).toContain("PUSHPALS_REMOTEBUDDY_LLM_MODEL sets");
});
