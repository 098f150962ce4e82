import { afterEach, beforeEach, expect, test } from "bun:test";
import { existsSync, mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { writeLocal } from "./write-local";

let root: string;
beforeEach(() => {
  root = mkdtempSync(join(tmpdir(), "pushpals-local-"));
  mkdirSync(join(root, "config"));
});
afterEach(() => rmSync(root, { recursive: true }));

const file = () => join(root, "config/local.toml");
const values = { backend: "ollama", model: 'a "b"' };

function after(before: string): string {
  writeFileSync(file(), before);
  expect(writeLocal(root, "remotebuddy.llm", values)).toMatchObject({ ok: true });
  expect(readdirSync(join(root, "config"))).toEqual(["local.toml"]);
  return readFileSync(file(), "utf8");
}

const SET = 'backend = "ollama"\nmodel = "a \\"b\\""\n';

test("a file that is not there is made", () => {
  expect(existsSync(file())).toBe(false);
  expect(writeLocal(root, "remotebuddy.llm", values)).toEqual({ ok: true, file: file() });
  expect(readFileSync(file(), "utf8")).toBe(`[remotebuddy.llm]\n${SET}`);
});

test("what else is in it stays, with its comments and its order", () => {
  const rest = "# mine\n[server]\nport = 4000 # free\n";
  expect(after(rest)).toBe(`${rest}\n[remotebuddy.llm]\n${SET}`);
  expect(after(`[remotebuddy.llm] # the model\nmodel = "old"\n# slow\ntimeout_ms = 5\n\n${rest}`)).toBe(
    `[remotebuddy.llm] # the model\n${SET}# slow\ntimeout_ms = 5\n\n${rest}`,
  );
  expect(after("[remotebuddy]\nmax_workerpals = 2")).toBe(
    `[remotebuddy]\nmax_workerpals = 2\n\n[remotebuddy.llm]\n${SET}`,
  );
});

test("a file that would not mean the same any more is left alone", () => {
  for (const before of [
    '[remotebuddy]\nllm = { backend = "openai" }\n',
    '[remotebuddy]\nllm.backend = "openai"\n',
    'x = """\n[remotebuddy.llm]\nmodel = 1\n"""\n',
    "[server\n",
  ]) {
    writeFileSync(file(), before);
    const written = writeLocal(root, "remotebuddy.llm", values);
    expect([before, written.ok]).toEqual([before, false]);
    expect(!written.ok && written.message).toContain('backend = "ollama"');
    expect(readFileSync(file(), "utf8")).toBe(before);
  }
});
