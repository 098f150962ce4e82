import { expect, test } from "bun:test";
import { join } from "node:path";

/** A program that tells each step: it is up, it was asked to end, it has ended in order. */
const PROGRAM = `
  const { onInterrupt } = await import(${JSON.stringify(join(import.meta.dir, "on-interrupt.ts"))});
  const { signal } = onInterrupt();
  const keep = setInterval(() => {}, 1000);
  signal.addEventListener("abort", async () => {
    console.log("asked");
    await Bun.sleep(Number(process.argv[1]));
    console.log("ended");
    clearInterval(keep);
    process.exit(0);
  });
  console.log("up");
`;

interface Program {
  kill(signal: NodeJS.Signals): void;
  /** Resolves once it has said something more. */
  heard(): Promise<boolean>;
}

async function run(orderlyEndMs: number, signals: (program: Program) => Promise<void>) {
  const child = Bun.spawn([process.execPath, "-e", PROGRAM, String(orderlyEndMs)], { stdout: "pipe" });
  const reader = child.stdout.getReader();
  let out = "";
  const read = async (): Promise<boolean> => {
    const { done, value } = await reader.read();
    out += new TextDecoder().decode(value);
    return !done;
  };
  await read();
  await signals({ kill: (signal) => child.kill(signal), heard: read });
  while (await read());
  return { out: out.trim().split("\n"), exitCode: await child.exited };
}

test("a Ctrl-C that comes twice at once asks once, and the end is orderly", async () => {
  const result = await run(50, async ({ kill }) => {
    kill("SIGINT");
    kill("SIGINT");
  });
  expect(result).toEqual({ out: ["up", "asked", "ended"], exitCode: 0 });
});

test("another one later ends the program at once", async () => {
  const result = await run(60_000, async ({ kill, heard }) => {
    kill("SIGTERM");
    await heard();
    await Bun.sleep(700);
    kill("SIGINT");
  });
  expect(result).toEqual({ out: ["up", "asked"], exitCode: 130 });
});

test("the end of the runner that started it asks for an orderly end, though nothing passed it on", async () => {
  const script = `
    const child = Bun.spawn([process.execPath, "-e", ${JSON.stringify(PROGRAM)}, "0"], {
      env: { ...process.env, npm_lifecycle_event: "start" }, stdin: "ignore", stdout: "inherit" });
    await child.exited;`;
  const runner = Bun.spawn([process.execPath, "-e", script], { stdin: "ignore", stdout: "pipe" });
  let out = "";
  for await (const piece of runner.stdout) {
    out += new TextDecoder().decode(piece);
    if (out === "up\n") runner.kill("SIGKILL");
  }
  // Both hold the pipe, so its end is the end of both.
  expect(out).toBe("up\nasked\nended\n");
});
