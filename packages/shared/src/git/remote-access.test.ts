import { afterEach, beforeEach, describe, expect, setDefaultTimeout, test } from "bun:test";
import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { minimalEnv, run } from "../process/index";
import { openMirror } from "./index";
import { type Fixture, makeFixture, userGit } from "./testing/fixture";
import { serveGit } from "./testing/http-backend";

// A bound for a test that hangs, wide enough for a busy machine.
setDefaultTimeout(300_000);

const TOKEN = "ghp_TestTokenThatMustNotBeSeen123";
let fixture: Fixture;
let stop: (() => void)[] = [];

beforeEach(async () => {
  fixture = await makeFixture();
  await userGit(fixture.remote, "config", "http.receivepack", "true");
});
afterEach(async () => {
  for (const end of stop) end();
  stop = [];
  await fixture.remove();
});

const basic = (user: string, password: string) => `Basic ${btoa(`${user}:${password}`)}`;

interface GitServer {
  port: number;
  /** Authorization headers that came, null for none. */
  seen: (string | null)[];
  /** Command lines of this machine in which the token stood while a request was served. */
  leaks: string[];
}

/** Git over HTTP, as a forge serves it: `git http-backend` behind Basic authentication. */
function serve(expected: string, elsewhere?: string): GitServer {
  const server: GitServer = { port: 0, seen: [], leaks: [] };
  const http = Bun.serve({
    port: 0,
    hostname: "127.0.0.1",
    fetch: async (request) => {
      server.seen.push(request.headers.get("authorization"));
      server.leaks.push(...commandLinesWith(TOKEN));
      const url = new URL(request.url);
      if (elsewhere) return Response.redirect(`${elsewhere}${url.pathname}${url.search}`, 302);
      if (request.headers.get("authorization") !== expected) {
        return new Response("who?", { status: 401, headers: { "www-authenticate": 'Basic realm="test"' } });
      }
      return serveGit(request, { root: fixture.root, path: url.pathname });
    },
  });
  server.port = http.port ?? 0;
  stop.push(() => void http.stop(true));
  return server;
}

/** Reads the arguments of every process: what any user of the machine could see. */
function commandLinesWith(text: string): string[] {
  if (process.platform !== "linux") return [];
  return readdirSync("/proc")
    .filter((name) => /^\d+$/.test(name))
    .flatMap((pid) => {
      try {
        const line = readFileSync(`/proc/${pid}/cmdline`, "latin1");
        return line.includes(text) ? [line] : [];
      } catch (error) {
        if (["ENOENT", "ESRCH"].includes((error as NodeJS.ErrnoException).code ?? "")) return [];
        throw error;
      }
    });
}

async function open(url: string, token?: string) {
  await userGit(fixture.user, "remote", "set-url", "origin", url);
  const opened = await openMirror({
    dataDir: fixture.dataDir,
    repositoryPath: fixture.user,
    remoteName: "origin",
    credentials: token === undefined ? undefined : { token },
  });
  if (!opened.ok) throw new Error(opened.message);
  return opened.mirror;
}

describe("a remote that asks for a password", () => {
  test("gets the token, which stands in no command line, no file and no message", async () => {
    const server = serve(basic("x-access-token", TOKEN));
    const mirror = await open(`http://127.0.0.1:${server.port}/remote.git`, TOKEN);
    expect(await mirror.fetch()).toMatchObject({ ok: true });
    const ref = "refs/heads/main_agents";
    expect(await mirror.push({ sha: fixture.head, ref, expectedOld: null })).toEqual({ ok: true });
    expect(await mirror.lsRemote(ref)).toEqual({ ok: true, sha: fixture.head });
    expect(server.seen).toContain(basic("x-access-token", TOKEN));
    expect(server.leaks).toEqual([]);
    const found = await run({ command: ["grep", "-r", TOKEN, fixture.root], env: minimalEnv(), timeoutMs: 10_000 });
    expect(found.exitCode).toBe(1);
  });

  test("with a wrong token, or none, it is a failure of class auth, without a prompt", async () => {
    const server = serve(basic("x-access-token", TOKEN));
    const url = `http://127.0.0.1:${server.port}/remote.git`;
    expect(await (await open(url, "wrong")).lsRemote("refs/heads/main")).toMatchObject({ ok: false, class: "auth" });
    const refused = await (await open(url)).push({ sha: fixture.head, ref: "refs/heads/x", expectedOld: null });
    expect(refused).toMatchObject({ ok: false });
  });

  test("a redirect to another host does not get it", async () => {
    const other = serve(basic("x-access-token", TOKEN));
    const server = serve("", `http://127.0.0.1:${other.port}`);
    const mirror = await open(`http://127.0.0.1:${server.port}/remote.git`, TOKEN);
    expect((await mirror.fetch()).ok).toBe(false);
    expect(other.seen.filter((header) => header !== null)).toEqual([]);
  });

  test("credentials that stand in the address are used, and shown nowhere", async () => {
    const server = serve(basic("ada", "p@ss"));
    const mirror = await open(`http://ada:p%40ss@127.0.0.1:${server.port}/remote.git`);
    expect(mirror.remote?.url).toBe(`http://127.0.0.1:${server.port}/remote.git`);
    expect(await mirror.fetch()).toMatchObject({ ok: true });
  });

  test("without a token the user's own helper and headers are used", async () => {
    const server = serve(basic("ada", "from-helper"));
    await userGit(
      fixture.user,
      "config",
      "credential.helper",
      "!f() { echo username=ada; echo password=from-helper; }; f",
    );
    const mirror = await open(`http://127.0.0.1:${server.port}/remote.git`);
    expect(await mirror.fetch()).toMatchObject({ ok: true });
  });

  test("insteadOf of the user is followed", async () => {
    const server = serve(basic("x-access-token", TOKEN));
    await userGit(fixture.user, "config", `url.http://127.0.0.1:${server.port}/.insteadOf`, "short:");
    const mirror = await open("short:remote.git", TOKEN);
    expect(mirror.remote?.url).toBe(`http://127.0.0.1:${server.port}/remote.git`);
    expect(await mirror.fetch()).toMatchObject({ ok: true });
  });
});

test("ssh never asks, and the user's own command for it is kept", async () => {
  const log = join(fixture.root, "ssh.log");
  await userGit(fixture.user, "config", "core.sshCommand", `sh -c 'echo "$@" > ${log}; exit 1' fake-ssh`);
  const mirror = await open("ssh://git@localhost/remote.git", TOKEN);
  expect(mirror.remote?.url).toBe("ssh://git@localhost/remote.git");
  expect(await mirror.lsRemote("refs/heads/main")).toMatchObject({ ok: false });
  expect(readFileSync(log, "utf8")).toContain("git-upload-pack");
  await userGit(fixture.user, "config", "--unset", "core.sshCommand");
  const plain = await open("ssh://git@localhost/remote.git", TOKEN);
  expect(plain.access.env["GIT_SSH_COMMAND"]).toContain(process.env["GIT_SSH_COMMAND"] ?? "ssh -oBatchMode=yes");
  expect(JSON.stringify(plain.access)).not.toContain(TOKEN);
});
