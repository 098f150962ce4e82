import { expect, test } from "bun:test";
import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { prepareIntegration } from "../integration/prepare";
import { benches } from "../testing/benches";
import { land, one } from "../testing/deliver";
import { type Bench, evidenceFrom, quietLog } from "../testing/landing-bench";

const { bench } = benches();
const run = (...command: string[]) => {
  const done = Bun.spawnSync(command, { env: { PATH: process.env["PATH"], HOME: "/nowhere" } });
  if (done.exitCode !== 0) throw new Error(`${command.join(" ")}: ${done.stderr}`);
};

/** A key without a passphrase, and the file that says whose it is. */
async function withSshKey(work: (key: string, signers: string) => Promise<void>): Promise<void> {
  const dir = mkdtempSync(join(tmpdir(), "pushpals-key-"));
  try {
    const [key, signers] = [join(dir, "id"), join(dir, "signers")];
    run("ssh-keygen", "-q", "-t", "ed25519", "-N", "", "-C", "bot", "-f", key);
    writeFileSync(signers, `pushpals@localhost ${(await Bun.file(`${key}.pub`).text()).trim()}\n`);
    await work(key, signers);
  } finally {
    rmSync(dir, { recursive: true, force: true });
  }
}

const verified = (b: Bench, signers: string, rev: string) =>
  b.repositories.git(
    b.repositories.remote,
    ...[
      "-c",
      `gpg.ssh.allowedSignersFile=${signers}`,
      "-c",
      "gpg.format=ssh",
      "log",
      "-1",
      "--format=%G? %GS|%an",
      rev,
    ],
  );

for (const strategy of ["cherry-pick", "no-ff"] as const)
  test(`${strategy}: what the bot commits is signed and signed off, and git verifies it`, async () => {
    await withSshKey(async (key, signers) => {
      const b = await bench(undefined, { section: { strategy, signing_key: key, sign_off: true } });
      const base = b.head();
      await land(b, "other", b.repositories.job("other", base, one({ "o.txt": "o\n" })), base);
      const sha = b.repositories.job("j", base, one({ "b.txt": "b\n" }, "b\n\nSigned-off-by: X <x@y>"));
      const { completion } = await land(b, "j", sha, base);
      const author = strategy === "cherry-pick" ? "Pat Person" : "Push Pals";
      expect(verified(b, signers, "main_agents")).toBe(`G pushpals@localhost|${author}`);
      expect(b.repositories.git(b.repositories.remote, "fsck", "--strict", "main_agents")).not.toContain("error");
      const trailers = b.repositories.git(b.repositories.remote, "log", "-1", "--format=%(trailers)", "main_agents");
      expect(trailers).toContain("Signed-off-by: Push Pals <pushpals@localhost>");
      expect(trailers).toContain(`PushPals-Completion: ${completion.completionId}`);
      b.landed.clear();
      expect(await b.deliver(completion, 2)).toBe("settled");
      expect(b.landed.get(completion.completionId)?.alreadyLanded).toBe(true);
    });
  });

test.skipIf(Bun.which("gpg") === null)("a key of gpg signs as well", async () => {
  const home = mkdtempSync(join(tmpdir(), "pushpals-gpg-"));
  const before = process.env["GNUPGHOME"];
  process.env["GNUPGHOME"] = home;
  const gpg = (...args: string[]) => {
    const done = Bun.spawnSync(args, { env: { PATH: process.env["PATH"], GNUPGHOME: home } });
    if (done.exitCode !== 0) throw new Error(`${args.join(" ")}: ${done.stderr}`);
    return done.stdout.toString();
  };
  try {
    gpg(
      "gpg",
      "--batch",
      "--passphrase",
      "",
      "--quick-gen-key",
      "Bot <pushpals@localhost>",
      "ed25519",
      "sign",
      "never",
    );
    const section = { signing_key: "pushpals@localhost", signing_format: "openpgp" as const };
    const b = await bench(undefined, { section });
    await land(b, "j", b.repositories.job("j", b.head(), one({ "b.txt": "b\n" })));
    const { remote } = b.repositories;
    expect(gpg("git", "-C", remote, "log", "-1", "--format=%G? %GS", "main_agents")).toBe(
      "G Bot <pushpals@localhost>\n",
    );
  } finally {
    gpg("gpgconf", "--kill", "gpg-agent");
    if (before === undefined) delete process.env["GNUPGHOME"];
    else process.env["GNUPGHOME"] = before;
    rmSync(home, { recursive: true, force: true });
  }
});

test("the merge that brings the base branch in is signed too", async () => {
  await withSshKey(async (key, signers) => {
    const b = await bench(undefined, { section: { signing_key: key } });
    await land(b, "j", b.repositories.job("j", b.head(), one({ "b.txt": "b\n" })));
    b.repositories.pushAsOther("main", { "c.txt": "c\n" });
    const { mirror, config } = b.desk;
    expect(await prepareIntegration({ mirror, config, log: quietLog })).toMatchObject({ how: "merged" });
    expect(verified(b, signers, "main_agents")).toBe("G pushpals@localhost|Push Pals");
  });
});

test("a key that cannot be used pauses landings, and fails nobody's work", async () => {
  const b = await bench(undefined, { section: { signing_key: "/nowhere/id" } });
  const before = b.head();
  const sha = b.repositories.job("j", before, one({ "b.txt": "b\n" }));
  expect(await b.deliver(b.completion("j", sha, { evidence: evidenceFrom(before) }))).toBe("settled");
  expect(b.released).toMatchObject([{ reason: expect.stringContaining("signing_key") }]);
  expect(b.notes.join()).toContain("Landing is paused");
  expect(b.head()).toBe(before);
});
