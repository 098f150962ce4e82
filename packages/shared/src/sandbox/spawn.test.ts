import { afterEach, beforeEach, describe, expect, setDefaultTimeout, test } from "bun:test";
import { existsSync, readFileSync } from "node:fs";
import { mkdir, mkdtemp, readFile, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { listProcesses } from "../process/index";
import { openSandbox, type SandboxConfig } from "./index";

setDefaultTimeout(300_000);

const CONFIG: SandboxConfig = {
  tier: "process",
  memory_mb: 4096,
  pids: 512,
  cpu_seconds: 0,
  file_size_mb: 4096,
  read_only_paths: [],
};
const contained = await openSandbox(CONFIG);
if (!contained.ok) console.warn(`The process sandbox is not tried: ${contained.message}`);

let root: string;
beforeEach(async () => {
  root = await mkdtemp(join(tmpdir(), "pushpals-spawn-"));
  await mkdir(join(root, "workspace"));
  await mkdir(join(root, "home"));
});
afterEach(() => rm(root, { recursive: true, force: true }));

for (const tier of ["none", "process"] as const) {
  describe.skipIf(tier === "process" && !contained.ok)(`a child in tier ${tier}`, () => {
    const open = async (more: Partial<SandboxConfig> = {}) => {
      const opened = await openSandbox({ ...CONFIG, ...more, tier });
      if (!opened.ok) throw new Error(opened.message);
      return opened.sandbox;
    };
    const workspace = () => join(root, "workspace");

    test("is talked to, writes to its workspace, and keeps its HOME", async () => {
      const sandbox = await open();
      const home = join(root, "home");
      const script = 'read line; echo "$line" > said; echo kept > "$HOME/kept"; echo "$HOME $(pwd)"';
      const child = await sandbox.spawn({ command: ["sh", "-c", script], workspace: workspace(), home });
      const writer = child.stdin.getWriter();
      await writer.write(new TextEncoder().encode("hello\n"));
      expect(await new Response(child.stdout).text()).toBe(`${home} ${workspace()}\n`);
      expect(await child.ended).toMatchObject({ exitCode: 0, terminationReason: "exited" });
      expect(await readFile(join(workspace(), "said"), "utf8")).toBe("hello\n");
      expect(await readFile(join(home, "kept"), "utf8")).toBe("kept\n");
    });

    test("leaves nothing when it is killed, not even what left its group", async () => {
      const sandbox = await open();
      const mark = `pushpals-spawn-${crypto.randomUUID()}`;
      const script = `trap '' TERM; setsid sh -c 'exec sleep 600 # ${mark}' & (trap '' TERM; while :; do sleep 1; done) & echo up; while :; do sleep 1; done # ${mark}`;
      const command = ["bash", "-c", script] as const;
      const child = await sandbox.spawn({ command, workspace: workspace(), killGraceMs: 50 });
      const reader = child.stdout.getReader();
      await reader.read();
      await child.kill();
      expect(listProcesses().filter(({ pid, live }) => live && commandLine(pid).includes(mark))).toEqual([]);
    });

    test("reaches the model by its socket, and by nothing else where it is contained", async () => {
      const sandbox = await open();
      const socket = join(root, "model.sock");
      const model = Bun.serve({ unix: socket, fetch: async (request) => new Response(`got ${await request.text()}`) });
      const other = Bun.serve({ port: 0, hostname: "127.0.0.1", fetch: () => new Response("reached") });
      const door = await sandbox.modelDoor(socket);
      const ask = (url: string, body: string) =>
        `await fetch("${url}", {method: "POST", body: ${body}}).then(async r => console.log(await r.text()), () => console.log("refused"));`;
      const code = `${ask(`${door.url}/v1`, `"x".repeat(200_000)`)} ${ask(`${door.url}/v1`, `"again"`)} ${ask(other.url.href, `""`)}`;
      const child = await sandbox.spawn({
        command: [process.execPath, "-e", code],
        workspace: workspace(),
        model: door,
      });
      const [first, second, third] = (await new Response(child.stdout).text()).trim().split("\n");
      expect(first).toHaveLength(200_004);
      expect([second, third]).toEqual(["got again", tier === "none" ? "reached" : "refused"]);
      expect((await child.ended).exitCode).toBe(0);
      await door.close();
      await Promise.all([model.stop(true), other.stop(true)]);
      expect(existsSync(join(workspace(), ".model-ready"))).toBe(false);
    });

    test.skipIf(tier === "none")("is ended at a limit, and says which", async () => {
      const lines: string[] = [];
      const child = await (await open({ pids: 40 })).spawn({
        command: ["sh", "-c", "for i in $(seq 100); do sleep 20 & done; wait"],
        workspace: workspace(),
        onErrorLine: (line) => lines.push(line),
      });
      const end = await child.ended;
      expect(end.exitCode).not.toBe(0);
    });
  });
}

function commandLine(pid: number): string {
  try {
    return readFileSync(`/proc/${pid}/cmdline`, "utf8");
  } catch (error) {
    if (error instanceof Error && "code" in error) return "";
    throw error;
  }
}
