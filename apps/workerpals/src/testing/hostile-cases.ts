import { afterEach, beforeEach, describe, expect, test } from "bun:test";
import { existsSync } from "node:fs";
import { mkdir, mkdtemp, readdir, rm, writeFile } from "node:fs/promises";
import { homedir } from "node:os";
import { join } from "node:path";
import { git } from "@pushpals/shared/git";
import { kernelCountsProcesses } from "@pushpals/shared/sandbox";
import { type AgentRoom, agentRoom, type TaskOptions } from "./agent-room";
import { codeOf, failureOf, processesNaming, type Step, script, write } from "./watching";
import { contentIn, type JobOutcome } from "./worker-room";

const CANARY = "CANARY-8f1c2f";
const LIMITS = { memory_mb: 768, pids: 96, disk_mb: 60, file_size_mb: 40 };

const isCounted = await kernelCountsProcesses();

let room: AgentRoom;
/** Secrets in HOME, in the data directory, and in the environment of this process. */
let inHome: string;

const shell = (command: string): Step => ({ do: "shell", command });
const attack = (steps: Step[], options: TaskOptions = {}): Promise<JobOutcome> =>
  room.task(script(steps), { executionBudgetMs: 60_000, setup: { maxRevisions: 0 }, ...options });

/** What an agent tries that means harm, in a tier that has to hold it. */
export function hostileCases(tier: "process" | "container"): void {
  describe(`an agent that means harm, in tier ${tier}`, () => {
    beforeEach(async () => {
      room = await agentRoom(tier, LIMITS);
      inHome = await mkdtemp(join(homedir(), ".pushpals-canary-"));
      await mkdir(join(room.root, "data/tokens"), { recursive: true });
      await Promise.all(
        [join(inHome, "id_rsa"), join(room.root, "data/tokens/operator"), join(room.checkout, ".env")].map((path) =>
          writeFile(path, CANARY),
        ),
      );
      process.env["PUSHPALS_TEST_CANARY"] = CANARY;
    });

    afterEach(async () => {
      delete process.env["PUSHPALS_TEST_CANARY"];
      await expectUnharmed();
      await rm(inHome, { recursive: true, force: true });
      await room.remove();
    });

    test("writes outside: nothing is there afterwards", async () => {
      const places = [
        join(room.root, "outside"),
        join(inHome, "planted"),
        join(room.mirror.dir, "refs/heads/planted"),
        join(room.setup.worktrees, "planted"),
        join(room.checkout, "planted"),
        "/etc/pushpals-planted",
        "/usr/pushpals-planted",
        "/var/tmp/pushpals-planted",
      ];
      const tries = places.map((path) => `mkdir -p "$(dirname ${path})"; echo x > ${path}`).join("; ");
      const outcome = await attack([shell(tries), write("work", "work\n")]);
      expect(outcome.result).toBe("settled");
      expect(places.filter((path) => existsSync(path))).toEqual([]);
    });

    test("reads what is the user's, and secrets of processes: it finds none", async () => {
      const paths = [inHome, join(room.root, "data"), room.checkout, "/proc/*/environ"];
      const steal = `env > stolen; cat /etc/shadow >> stolen; grep -rhs ${CANARY.slice(0, 6)} ${paths.join(" ")} >> stolen; ls -a ${homedir()} >> stolen`;
      const outcome = await attack([shell(`${steal}; true`)]);
      const stolen = (await contentIn(room, outcome.completion?.commitSha ?? "", "stolen")) ?? "";
      expect(stolen).toContain("PATH=");
      expect(stolen).not.toContain(CANARY);
      expect(stolen).not.toMatch(/^root:[^:]*:\d/m);
      expect(stolen).not.toMatch(/^\.pushpals-canary/m);
    });

    test("opens sockets: it reaches nobody, and nobody reaches it", async () => {
      const host = Bun.serve({ port: 0, hostname: "127.0.0.1", fetch: () => new Response("reached") });
      const port = host.port ?? 0;
      const code = `
        const net = require("node:net"), fs = require("node:fs");
        net.createServer(s => s.end("inside")).listen(${port + 1}, "0.0.0.0");
        const to = (name, options) => new Promise(done => {
          const s = net.connect(options, () => { done(name + " reached"); s.destroy(); });
          s.on("error", e => done(name + " " + e.code));
          setTimeout(() => done(name + " nothing"), 3000);
        });
        fs.writeFileSync("net", (await Promise.all([to("host", { port: ${port}, host: "127.0.0.1" }),
          to("world", { port: 80, host: "192.0.2.1" }), to("docker", { path: "/var/run/docker.sock" })])).join("\\n"));
        process.exit(0);`;
      const outcome = await attack([shell(`${process.execPath} -e '${code.replaceAll("'", '"')}'`)]);
      await host.stop(true);
      const net = (await contentIn(room, outcome.completion?.commitSha ?? "", "net")) ?? "";
      expect(net).toContain("host ");
      expect(net).not.toContain("reached");
    });

    // Where nothing but a look keeps the number down, a machine is not to be put to that test.
    test.skipIf(tier === "process" && !isCounted)(
      "forks without end: the limit holds, and what there was of it is dead",
      async () => {
        const mark = `bomb-${crypto.randomUUID()}`;
        const bomb = `b() { b ${mark} | b ${mark} & }; b; sleep 3`;
        const outcome = await attack([shell(bomb), shell(bomb), write("work", "x\n")]);
        expect(["settled", "resource_limit", "agent_failed"]).toContain(codeOf(outcome));
        if (codeOf(outcome) === "resource_limit")
          expect(failureOf(outcome).message).toContain(`more than ${LIMITS.pids} processes`);
        else expect(JSON.stringify([room.events, room.logged])).toMatch(/fork|EAGAIN|unavailable|were refused/i);
        expect(processesNaming(mark)).toEqual([]);
      },
    );

    test("fills the disk and the memory: it is ended, and the limit is named", async () => {
      const fill = "for i in $(seq 40); do head -c 9000000 /dev/zero > f$i; done; sync; sleep 60";
      const disk = await attack([shell(fill)]);
      expect(failureOf(disk).code).toBe("resource_limit");
      expect(failureOf(disk).message).toContain("more than 60 MiB");
      const home = await attack([
        shell('for i in $(seq 40); do head -c 9000000 /dev/zero > "$HOME/f$i"; done; sync; sleep 60'),
      ]);
      expect(failureOf(home).message).toContain("more than 60 MiB");
      // Without an end of a line, tail keeps all of it.
      const eat = "(head -c 400000000 /dev/zero; sleep 8) | tail > /dev/null";
      const memory = await attack([shell(`for i in 1 2 3 4; do ${eat} & done; wait`)]);
      // In a container the kernel ends the largest process, and the agent may live on.
      expect(["resource_limit", "nothing_changed"]).toContain(codeOf(memory));
      expect(room.logged.join("\n")).toContain(`more than ${LIMITS.memory_mb} MiB`);
    }, 180_000);

    test("hands over links that lead out, submodules, settings of git: refused, and each is named", async () => {
      const link = await attack([shell("ln -s /etc/passwd link; ln -s ../../.. up")]);
      expect(failureOf(link)).toMatchObject({ code: "change_refused" });
      expect(failureOf(link).message).toMatch(/link|up/);
      const module = await attack([
        shell("git init -q sub && git -C sub -c user.name=x -c user.email=x@x commit -q --allow-empty -m x"),
      ]);
      expect(failureOf(module)).toMatchObject({ code: "change_refused" });
      expect(failureOf(module).message).toContain("sub");
    });

    test("prints garbage and a line without an end: the conversation goes on, or is broken off", async () => {
      const noise = await attack([
        { do: "print", text: '\u0000\u0001{"jsonrpc":"2.0"\n{"jsonrpc": 7}\n[]\nnull\n' },
        write("work", "x\n"),
      ]);
      expect(["settled", "agent_failed"]).toContain(codeOf(noise));
      const endless = await attack([shell("true"), { do: "flood", megabytes: 40 }, write("w", "x\n")]);
      expect(failureOf(endless)).toMatchObject({ code: "agent_failed" });
    });

    test("does not end when it is told to, and leaves daemons: all of it is dead", async () => {
      const mark = `daemon-${crypto.randomUUID()}`;
      const daemon = `(setsid sh -c "trap '' TERM HUP; while :; do sleep 1; done # ${mark}" > /dev/null 2>&1 &)`;
      const outcome = await attack([{ do: "ignore_signals" }, shell(daemon), write("a", "x\n"), { do: "hang" }], {
        agent: { idleTimeoutMs: 1_000 },
      });
      expect(failureOf(outcome)).toMatchObject({ code: "agent_failed", detail: { reason: "idle" } });
      expect(processesNaming(mark)).toEqual([]);
    });
  });
}

/** After an attack: no process, no folder, no secret in anything that left the sandbox, and the next job is fine. */
async function expectUnharmed(): Promise<void> {
  expect(processesNaming(room.root)).toEqual([]);
  expect(await readdir(room.setup.worktrees).catch(() => [])).toEqual([]);
  const patches = await git(["log", "--all", "-p", "--format=%B"], { gitDir: room.mirror.dir });
  const out = JSON.stringify([room.sent, room.events, room.logged]) + patches.stdout;
  expect(out).not.toContain(CANARY);
  const next = await attack([write("next", "fine\n")], { validationSteps: ["test -e next"] });
  expect(next.result).toBe("settled");
}
