import { afterEach, describe, expect, test } from "bun:test";

interface Line {
  say?: string;
  msg?: string;
  child?: number;
}

let started: Bun.Subprocess[] = [];
/** A child whose parent was killed, until it has ended by itself. */
let orphan: number | undefined;
afterEach(async () => {
  if (orphan !== undefined) process.kill(orphan, "SIGKILL");
  orphan = undefined;
  for (const child of started) child.kill("SIGKILL");
  await Promise.all(started.map(({ exited }) => exited));
  started = [];
});

/** A process whose lines can be waited for. */
function start(script: "child" | "parent", manner = "") {
  const child = Bun.spawn([process.execPath, `${import.meta.dir}/testing/${script}.ts`, manner], {
    stdin: "ignore",
    stdout: "pipe",
    stderr: "inherit",
  });
  started.push(child);
  const lines: Line[] = [];
  const reader = linesOf(child.stdout);
  const until = async (found: (line: Line) => boolean): Promise<Line> => {
    const known = lines.find(found);
    if (known) return known;
    for (let read = await reader.next(); !read.done; read = await reader.next()) {
      lines.push(read.value);
      if (found(read.value)) return read.value;
    }
    throw new Error(`it ended after ${JSON.stringify(lines)}`);
  };
  const rest = async () => {
    for await (const line of reader) lines.push(line);
    return lines;
  };
  return { child, until, rest, says: (text: string) => until(({ say }) => say === text) };
}

async function* linesOf(stream: ReadableStream<Uint8Array>): AsyncGenerator<Line> {
  const decoder = new TextDecoder();
  let text = "";
  for await (const piece of stream) {
    text += decoder.decode(piece, { stream: true });
    const whole = text.split("\n");
    text = whole.pop() ?? "";
    for (const line of whole) yield JSON.parse(line);
  }
}

const said = (lines: Line[]) => lines.flatMap(({ say }) => say ?? []);

describe("the end of a process", () => {
  for (const signal of ["SIGTERM", "SIGINT", "SIGHUP"] as const)
    test(`${signal} drains, closes in reverse, and exits with 0`, async () => {
      const { child, says, rest } = start("child");
      await says("ready");
      child.kill(signal);
      expect(said(await rest())).toEqual(["ready", "draining", "second closed", "first closed"]);
      expect(await child.exited).toBe(0);
    });

  test("a second signal exits at once with 130", async () => {
    const { child, says, rest } = start("child", "slow");
    await says("ready");
    child.kill("SIGTERM");
    await says("second closed");
    child.kill("SIGINT");
    expect(await child.exited).toBe(130);
    expect(said(await rest())).not.toContain("first closed");
  });

  test("what does not close in time holds nothing up", async () => {
    const { child, says, rest } = start("child", "stuck");
    await says("ready");
    child.kill("SIGTERM");
    expect(await child.exited).toBe(1);
    expect((await rest()).some(({ msg }) => msg?.includes("not everything closed"))).toBe(true);
  });

  test("what fails to close does not keep the others from closing", async () => {
    const { child, says, rest } = start("child", "throwing");
    await says("ready");
    child.kill("SIGTERM");
    expect(said(await rest())).toContain("first closed");
    expect(await child.exited).toBe(0);
  });

  test("an error that nothing caught is told, and ends the process with 1 after it has closed", async () => {
    const { child, rest } = start("child", "bug");
    const lines = await rest();
    expect(said(lines)).toContain("first closed");
    expect(lines.some(({ msg }) => msg === "an error was not caught")).toBe(true);
    expect(await child.exited).toBe(1);
  });

  test("stop() exits with the code it was given", async () => {
    const { child, rest } = start("child", "stop");
    expect(said(await rest())).toContain("first closed");
    expect(await child.exited).toBe(3);
  });

  test("the kill -9 of its parent ends the child in order", async () => {
    const { child, until, says, rest } = start("parent");
    const { child: grandchild } = await until((line) => line.child !== undefined);
    orphan = grandchild;
    await says("ready");
    child.kill("SIGKILL");
    // Parent and child share the pipe, so its end is the end of both.
    expect(said(await rest())).toEqual(["ready", "draining", "second closed", "first closed"]);
    orphan = undefined;
  });
});
