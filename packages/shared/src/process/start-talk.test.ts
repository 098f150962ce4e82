import { expect, setDefaultTimeout, test } from "bun:test";
import { minimalEnv, startTalk, type TalkOptions } from "./index";
import { groupAlive } from "./terminate";

setDefaultTimeout(300_000);

const talk = (script: string, more: Partial<TalkOptions> = {}) =>
  startTalk({ command: ["sh", "-c", script], env: minimalEnv(), ...more });

async function say(child: ReturnType<typeof startTalk>, text: string): Promise<void> {
  const writer = child.stdin.getWriter();
  await writer.write(new TextEncoder().encode(text));
  writer.releaseLock();
}

test("what is written comes to the child, and what it answers comes back", async () => {
  const errors: string[] = [];
  const child = talk("read line; echo got $line; echo aside >&2; cat", { onErrorLine: (line) => errors.push(line) });
  await say(child, "one\ntwo\n");
  const output = new Response(child.stdout).text();
  await child.stdin.close();
  expect(await output).toBe("got one\ntwo\n");
  expect(await child.ended).toEqual({ exitCode: 0, signal: null, terminationReason: "exited" });
  expect(errors).toEqual(["aside"]);
});

test("kill ends the whole group, also where SIGTERM is ignored, and the output ends", async () => {
  const child = talk("trap '' TERM; (trap '' TERM; while :; do sleep 1; done) & echo up; while :; do sleep 1; done", {
    killGraceMs: 50,
  });
  const reader = child.stdout.getReader();
  expect(new TextDecoder().decode((await reader.read()).value)).toBe("up\n");
  expect((await child.kill()).terminationReason).toBe("cancelled");
  expect(groupAlive(child.pid)).toBe(false);
  expect((await reader.read()).done).toBe(true);
});

test("a signal ends it, and one that has aborted already starts nothing", async () => {
  const stop = new AbortController();
  const child = talk("exec sleep 600", { signal: stop.signal });
  stop.abort();
  expect((await child.ended).terminationReason).toBe("cancelled");
  expect(await talk("true", { signal: stop.signal }).ended).toMatchObject({ terminationReason: "cancelled" });
});

test("the end of the child ends its output, though a process that left the group holds the pipe", async () => {
  const child = talk("setsid sleep 600 & echo $!");
  const pid = Number.parseInt(await new Response(child.stdout).text(), 10);
  try {
    expect((await child.ended).exitCode).toBe(0);
  } finally {
    process.kill(pid, "SIGKILL");
  }
});

test("writing to a child that has gone is no error, and what cannot start says why", async () => {
  const child = talk("exit 3");
  expect((await child.ended).exitCode).toBe(3);
  await say(child, "hello\n");
  const none = startTalk({ command: ["/does/not/exist"], env: {} });
  expect(await none.ended).toMatchObject({ terminationReason: "spawn_failed", exitCode: null });
});

test("output that nobody reads does not fill the memory, nor hold up the end", async () => {
  const lines: string[] = [];
  const script = "head -c 4000 /dev/zero; echo 1 >&2; yes | head -c 4000000; echo end >&2";
  const child = talk(script, { onErrorLine: (line) => lines.push(line) });
  while (!lines.includes("1")) await Bun.sleep(1);
  expect((await child.kill()).terminationReason).toBe("cancelled");
  expect(lines).toEqual(["1"]);
});
