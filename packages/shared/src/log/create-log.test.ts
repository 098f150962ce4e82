import { describe, expect, test } from "bun:test";
import { randomBytes } from "node:crypto";
import { createLog } from "./create-log";

/** What is written, line by line. */
function captured() {
  const lines: string[] = [];
  const log = createLog({ service: "test", level: "trace", destination: { write: (line) => lines.push(line) } });
  return { log, lines, last: () => JSON.parse(lines.at(-1) ?? "{}") };
}

const canary = () => randomBytes(24).toString("hex");
const token = () => `pp_operator_${randomBytes(32).toString("base64url")}`;

describe("the log", () => {
  test("writes one JSON line with service, level and time", () => {
    const { log, last, lines } = captured();
    const before = Date.now();
    log.child({ jobId: "j" }).warn({ count: 3, at: new Date(0), url: new URL("http://a/b") }, "hello");
    expect(last()).toMatchObject({ service: "test", level: "warn", jobId: "j", count: 3, msg: "hello" });
    expect(last()).toMatchObject({ at: "1970-01-01T00:00:00.000Z", url: "http://a/b" });
    expect(last().time).toBeGreaterThanOrEqual(before);
    expect(lines[0]?.endsWith("\n")).toBe(true);
  });

  test("keeps secrets out by key, at any depth, whatever they look like", () => {
    const keys = [
      "token",
      "leaseToken",
      "Authorization",
      "set-cookie",
      "PASSWORD",
      "clientSecret",
      "api_key",
      "apiKey",
    ];
    for (const key of [...keys, "privateKey", "credentials"]) {
      const secret = canary();
      const { log, lines } = captured();
      log.info({ a: { b: [{ c: { [key]: secret, deep: { [key]: { inner: [secret] } } } }] } }, "m");
      log
        .child({ a: 1 })
        .child({ [key]: secret })
        .child({ b: 1 })
        .info({ m: new Map([[key, secret]]) }, "m");
      expect(lines.join("")).not.toContain(secret);
    }
  });

  test("keeps counts and names that only sound like secrets", () => {
    const { log, last } = captured();
    log.info({ maxTokens: 5, tokens: { prompt: 1 }, token: "", monkey: "k", author: "a" }, "keyboard");
    expect(last()).toMatchObject({ maxTokens: 5, tokens: { prompt: 1 }, monkey: "k", author: "a", msg: "keyboard" });
  });

  test("keeps secrets out by their looks, whichever way they come", () => {
    const hex = canary();
    const secrets: [string, string][] = [
      ...[token(), `ghp_${hex}`, `github_pat_${hex}`, `glpat-${hex}`, `sk-${hex}`].map((s): [string, string] => [s, s]),
      [`Bearer ${hex}`, hex],
      [`bearer.${hex}`, hex],
      [`https://user:${hex}@example.org/x.git`, hex],
      [`http://h/sessions/dev/ws?after=1&token=${hex}&x=1`, hex],
    ];
    for (const [text, secret] of secrets) {
      const { log, lines } = captured();
      const error = new Error(`failed with ${text}`, { cause: new Error(`inner ${text}`) });
      Object.assign(error, { command: ["git", text] });
      log.info(`message ${text} end`);
      log.info("format %s and %o", text, { deep: [text] });
      log.error(error);
      log.error({ err: error, other: error, list: [error] }, "with an error");
      log.child({ name: text, nested: { text } }).info({ text, array: [[text]], [text]: 1 }, text);
      log.info({ argv: `["--header","${text}"]` }, "quoted");
      expect(lines.length).toBe(6);
      expect(lines.join("")).not.toContain(secret);
      for (const line of lines) expect(() => JSON.parse(line)).not.toThrow();
    }
  });

  test("tells an error whole: type, message, stack, cause, own fields", () => {
    const { log, last } = captured();
    log.error({ err: Object.assign(new TypeError("bad", { cause: new Error("why") }), { code: "E1" }) }, "m");
    expect(last().err).toMatchObject({ type: "TypeError", message: "bad", code: "E1", cause: { message: "why" } });
    expect(last().err.stack).toContain("create-log.test");
  });

  test("survives what has no end", () => {
    const { log, last } = captured();
    const loop: Record<string, unknown> = { name: "loop" };
    loop["self"] = loop;
    log.info({ loop }, "m");
    expect(last().loop.name).toBe("loop");
  });

  test("has every line out when the process exits, also into a pipe that is read late, also without a reader", async () => {
    const script = `
      import { createLog } from ${JSON.stringify(`${import.meta.dir}/create-log.ts`)};
      const log = createLog({ service: "child" });
      for (let n = 0; n < 5000; n++) log.info({ n, pad: "x".repeat(100) }, "line");
      process.exit(7);`;
    const child = Bun.spawn([process.execPath, "-e", script], { stdout: "pipe", stderr: "pipe" });
    await Bun.sleep(50);
    const lines = (await child.stdout.text()).trimEnd().split("\n");
    expect([lines.length, JSON.parse(lines.at(-1) ?? "").n, await child.exited]).toEqual([5000, 4999, 7]);

    const unread = Bun.spawn([process.execPath, "-e", script], { stdout: "pipe", stderr: "pipe" });
    await unread.stdout.cancel();
    expect([await unread.exited, await unread.stderr.text()]).toEqual([7, ""]);
  });
});
