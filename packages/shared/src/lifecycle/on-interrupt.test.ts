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

async function run(orderlyEndMs: number, signals: (kill: (signal: NodeJS.Signals) => void) => Promise<void>) {
  const child = Bun.spawn([process.execPath, "-e", PROGRAM, String(orderlyEndMs)], { stdout: "pipe" });
  const reader = child.stdout.getReader();
  const first = await reader.read();
  await signals((signal) => child.kill(signal));
  let out = new TextDecoder().decode(first.value);
  for (let next = await reader.read(); !next.done; next = await reader.read())
    out += new TextDecoder().decode(next.value);
  return { out: out.trim().split("\n"), exitCode: await child.exited };
}

test("a Ctrl-C that comes twice at once asks once, and the end is orderly", async () => {
  const result = await run(50, async (kill) => {
    kill("SIGINT");
    kill("SIGINT");
  });
  expect(result).toEqual({ out: ["up", "asked", "ended"], exitCode: 0 });
});

test("another one later ends the program at once", async () => {
  const result = await run(60_000, async (kill) => {
    kill("SIGTERM");
    await Bun.sleep(700);
    kill("SIGINT");
  });
  expect(result).toEqual({ out: ["up", "asked"], exitCode: 130 });
});
