import { afterEach, beforeEach, describe, expect, setDefaultTimeout, test } from "bun:test";
import { chmodSync, existsSync, mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join, resolve } from "node:path";
import { checkModel, type ModelChecked, type ModelSettings } from "@pushpals/shared/model";
import { freePorts } from "../../scripts/free-ports";
import { type ModelServer, startModelServer } from "../support/model-server/model-server";
import { modelFor, PATIENT, SPOKEN } from "./settings";

// A bound for a test that hangs, wide enough for a busy machine.
setDefaultTimeout(300_000);

const READY = '{"ready": true}';
let server: ModelServer;
beforeEach(async () => {
  server = await startModelServer({ models: ["test-model", "other-model"], key: "key-of-tests" });
});
afterEach(() => server.stop());

const check = (settings: ModelSettings): Promise<ModelChecked> => checkModel(settings, { patience: PATIENT });

function problemOf(checked: ModelChecked) {
  if (checked.ok) throw new Error("it is well");
  return { why: checked.problem.why, next: checked.problem.next.join("\n") };
}

describe("a model is looked at before it is worked with", () => {
  for (const backend of SPOKEN)
    test(`${backend}: reached, there, and answers`, async () => {
      server.script(READY);
      expect(await check(modelFor(backend, server.url))).toMatchObject({ ok: true });
      expect(server.lists()).toBe(1);
    });

  test("not reached: the address, and how to start what should be there", async () => {
    await server.stop();
    for (const [backend, next] of [
      ["ollama", "ollama serve"],
      ["lmstudio", "lms server start"],
      ["openai", server.url],
    ] as const) {
      const problem = problemOf(await check(modelFor(backend, server.url)));
      expect(problem.why).toContain(server.url);
      expect(problem.next).toContain(next);
      expect(problem.next).toContain('backend = "builtin"');
    }
  });

  test("a wrong key: the variable, and never the key", async () => {
    const checked = await check(modelFor("openai", server.url, { key: "canary-key" }));
    expect(problemOf(checked).next).toContain("OPENAI_API_KEY");
    expect(JSON.stringify(checked)).not.toContain("canary-key");
  });

  test("a model that is not there: what is, and what was probably meant", async () => {
    const problem = problemOf(await check(modelFor("ollama", server.url, { model: "tset-model" })));
    expect(problem.why).toContain("test-model, other-model");
    expect(problem.next).toContain("did you mean test-model?");
    expect(problem.next).toContain("ollama pull tset-model");
    expect(server.calls.length).toBe(0);
  });

  test("an answer that does not keep to the format: what came", async () => {
    server.script("Sure! {ready: true}");
    expect(problemOf(await check(modelFor("openai", server.url))).why).toContain("Sure!");
    server.script('{"steady": true}');
    expect(problemOf(await check(modelFor("openai", server.url))).why).toContain('no "ready"');
  });

  test("no answer in time, a refusal, an error that stays", async () => {
    server.script({ hang: true });
    expect(problemOf(await check(modelFor("openai", server.url, { timeoutMs: 300 }))).next).toContain("timeout_ms");
    server.script({ refusal: "No." });
    expect(problemOf(await check(modelFor("openai", server.url))).why).toContain("No.");
    server.script({ status: 500 }, { status: 500 }, { status: 500 });
    expect(problemOf(await check(modelFor("openai", server.url))).why).toContain("500");
  });
});

describe("LM Studio is started where it is not up", () => {
  let folder: string;
  let url: string;
  beforeEach(() => {
    folder = mkdtempSync(join(tmpdir(), "pushpals-lms-"));
    mkdirSync(join(folder, "bin"));
    const lms = join(folder, "bin/lms");
    const standIn = resolve(import.meta.dir, "../support/lms/stand-in.ts");
    writeFileSync(lms, `#!/bin/sh\nexec "${process.execPath}" "${standIn}" "${folder}" "$@"\n`);
    chmodSync(lms, 0o755);
    url = `http://127.0.0.1:${freePorts(1)[0]}`;
  });
  afterEach(() => {
    const pid = join(folder, "pid");
    if (existsSync(pid)) process.kill(Number(readFileSync(pid, "utf8")), "SIGKILL");
    rmSync(folder, { recursive: true });
  });

  const withLms = (settings: ModelSettings, lines: string[] = []): Promise<ModelChecked> =>
    checkModel(settings, {
      patience: PATIENT,
      lms: { env: { PATH: `${join(folder, "bin")}:/usr/bin:/bin` } },
      say: (line) => void lines.push(line),
    });
  const calls = () =>
    existsSync(join(folder, "calls")) ? readFileSync(join(folder, "calls"), "utf8").trimEnd().split("\n") : [];

  test("its server is started, the model loaded, and both are told; up, nothing is started again", async () => {
    const lines: string[] = [];
    const settings = modelFor("lmstudio", url, { autoStart: true, key: "" });
    expect(await withLms(settings, lines)).toMatchObject({ ok: true });
    const port = new URL(url).port;
    expect(calls()).toEqual([`server start --port ${port}`, `serve ${port}`, "load test-model --yes"]);
    expect(lines.join("\n")).toMatch(/started its server[\s\S]*loaded test-model/);
    expect(await withLms(settings)).toMatchObject({ ok: true });
    expect(calls().length).toBe(3);
  });

  test("a model that cannot be loaded: what lms said", async () => {
    const settings = modelFor("lmstudio", url, { autoStart: true, model: "broken-model" });
    const problem = problemOf(await withLms(settings));
    expect(problem.why).toContain("Model not found");
    expect(problem.next).toContain("lms get broken-model");
  });

  test("not where the configuration does not allow it, nor for another machine", async () => {
    problemOf(await withLms(modelFor("lmstudio", url)));
    problemOf(await withLms(modelFor("lmstudio", "http://lmstudio.invalid:1", { autoStart: true, timeoutMs: 5_000 })));
    expect(calls()).toEqual([]);
  });

  test("without lms: that it is missing", async () => {
    rmSync(join(folder, "bin/lms"));
    const problem = problemOf(await withLms(modelFor("lmstudio", url, { autoStart: true })));
    expect(problem.why).toContain("lms server start");
    expect(problem.next).toContain("start LM Studio");
  });
});
