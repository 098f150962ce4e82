import { afterAll, beforeAll, describe, expect, setDefaultTimeout, test } from "bun:test";
import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";

// A bound for a test that hangs, wide enough for a busy machine.
setDefaultTimeout(300_000);

let root: string;
beforeAll(() => {
  root = mkdtempSync(join(tmpdir(), "pushpals-cli-"));
});
afterAll(() => rmSync(root, { recursive: true, force: true }));

/** Runs the program as a person does, against a server that is not there. */
async function pushpals(args: readonly string[], stdin = ""): Promise<{ exitCode: number; out: string; err: string }> {
  const child = Bun.spawn([process.execPath, join(import.meta.dir, "bin.ts"), ...args], {
    env: { PATH: process.env["PATH"] ?? "", HOME: root, PUSHPALS_DATA_DIR: join(root, "data") },
    stdin: new TextEncoder().encode(stdin),
    stdout: "pipe",
    stderr: "pipe",
  });
  const [out, err, exitCode] = await Promise.all([child.stdout.text(), child.stderr.text(), child.exited]);
  return { exitCode, out, err };
}

const NOWHERE = ["--server", "http://127.0.0.1:1", "--local", "http://127.0.0.1:1"];

describe("pushpals", () => {
  test("lists its commands, and each explains itself", async () => {
    const help = await pushpals([]);
    expect(help.exitCode).toBe(0);
    for (const name of [
      "send",
      "watch",
      "status",
      "jobs",
      "logs",
      "diff",
      "undo",
      "review",
      "merge",
      "cancel",
      "redrive",
      "approve",
      "pair",
      "deny",
      "doctor",
    ])
      expect(help.out).toContain(`  ${name} `);
    expect((await pushpals(["send", "--help"])).out).toContain("Exit codes: 0 landed");
  });

  test("wrong usage ends with 2 and says what is wrong", async () => {
    expect(await pushpals(["dance"])).toMatchObject({
      exitCode: 2,
      err: expect.stringContaining("unknown command 'dance'"),
    });
    expect((await pushpals(["send", "  "])).err).toContain("no text to send");
    expect((await pushpals(["send", "--file", join(root, "gone.md")])).exitCode).toBe(2);
    expect((await pushpals(["watch", "--session", "a b"])).err).toContain("a-z A-Z 0-9");
    expect((await pushpals(["watch", "--after", "-1"])).exitCode).toBe(2);
  });

  test("what cannot be reached ends with 4 and says how to start it", async () => {
    for (const args of [
      ["status"],
      ["jobs"],
      ["logs", "abcdef12"],
      ["diff", "abcdef12"],
      ["cancel", "abcdef12"],
      ["redrive", "abcdef12"],
      ["undo", "abcdef12"],
    ]) {
      const run = await pushpals([...args, ...NOWHERE]);
      expect(run).toMatchObject({ exitCode: 4, out: "" });
      expect(run.err).toContain("bun run start");
    }
    writeFileSync(join(root, "message.md"), "/status\n");
    expect((await pushpals(["send", "hello", ...NOWHERE])).exitCode).toBe(4);
    expect((await pushpals(["send", "-", ...NOWHERE], "hello")).exitCode).toBe(4);
    expect((await pushpals(["send", "--file", join(root, "message.md"), ...NOWHERE])).exitCode).toBe(4);
  });

  test("says refusals as one JSON object when asked to", async () => {
    const run = await pushpals(["status", "--json", ...NOWHERE]);
    expect(JSON.parse(run.out)).toMatchObject({ ok: false, code: "unreachable" });
  });

  test("doctor goes on where something is down, and says what to do", async () => {
    const run = await pushpals(["doctor", ...NOWHERE]);
    expect(run.exitCode).toBe(1);
    expect(run.out).toContain("✗ server: http://127.0.0.1:1 does not answer");
    expect(run.out).toContain("✓ git: git version");
    expect(run.out).toContain("next: start the stack: bun run start");
  });
});
