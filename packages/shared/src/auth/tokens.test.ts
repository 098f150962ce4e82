import { afterEach, beforeEach, describe, expect, test } from "bun:test";
import { chmod, mkdir, mkdtemp, readdir, readFile, rm, stat, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { loadConfig } from "../config/index";
import { ensureTokens, hashToken, sameToken, tokenFor } from "./index";

let dir: string;
let told: string[];
const tell = (message: string) => void told.push(message);
beforeEach(async () => {
  dir = await mkdtemp(join(tmpdir(), "pushpals-tokens-"));
  told = [];
});
afterEach(() => rm(dir, { recursive: true }));

const modeOf = async (path: string) => ((await stat(join(dir, path))).mode & 0o777).toString(8);

describe("ensureTokens", () => {
  test("mints one for each role, for the owner's eyes, and keeps them", async () => {
    const tokens = await ensureTokens(dir, tell);
    expect(Object.keys(tokens).sort()).toEqual([
      "localbuddy",
      "operator",
      "remotebuddy",
      "source_control_manager",
      "workerpals",
    ]);
    for (const [role, token] of Object.entries(tokens)) {
      expect(token).toMatch(new RegExp(`^pp_${role}_[A-Za-z0-9_-]{43}$`));
      expect(await modeOf(`tokens/${role}`)).toBe("600");
    }
    expect(await modeOf("tokens")).toBe("700");
    expect(new Set(Object.values(tokens)).size).toBe(5);
    expect(await ensureTokens(dir, tell)).toEqual(tokens);
    expect(told).toEqual([]);
  });

  test("is of one mind when many processes start at once", async () => {
    const script = `
      import { ensureTokens } from ${JSON.stringify(`${import.meta.dir}/index.ts`)};
      console.log(JSON.stringify(await ensureTokens(${JSON.stringify(dir)})));`;
    const children = Array.from({ length: 6 }, () => Bun.spawn([process.execPath, "-e", script], { stdout: "pipe" }));
    const here = await Promise.all(Array.from({ length: 10 }, () => ensureTokens(dir, tell)));
    const there = await Promise.all(children.map((child) => child.stdout.json()));
    expect(new Set([...here, ...there].map((tokens) => JSON.stringify(tokens))).size).toBe(1);
    expect((await readdir(join(dir, "tokens"))).length).toBe(5);
  });

  test("closes what others could read, and says so once", async () => {
    await ensureTokens(dir, tell);
    await chmod(join(dir, "tokens/operator"), 0o644);
    await chmod(join(dir, "tokens"), 0o755);
    await ensureTokens(dir, tell);
    await ensureTokens(dir, tell);
    expect([await modeOf("tokens/operator"), await modeOf("tokens")]).toEqual(["600", "700"]);
    expect(told.map((message) => message.split(" ")[0])).toEqual([join(dir, "tokens"), join(dir, "tokens/operator")]);
    expect(told.join()).not.toContain("pp_operator_");
  });

  test("takes no rubbish for a token, and does not write over it", async () => {
    await mkdir(join(dir, "tokens"), { mode: 0o700 });
    for (const rubbish of ["", "short", `${"x".repeat(40)} and ${"y".repeat(40)}`]) {
      await writeFile(join(dir, "tokens/operator"), rubbish, { mode: 0o600 });
      await expect(ensureTokens(dir, tell)).rejects.toThrow(/tokens\/operator holds no token; remove it/);
      expect(await readFile(join(dir, "tokens/operator"), "utf8")).toBe(rubbish);
    }
  });

  test("says which file and which key when it cannot read or make one", async () => {
    await mkdir(join(dir, "tokens/operator"), { recursive: true, mode: 0o700 });
    await expect(ensureTokens(dir, tell)).rejects.toThrow(/cannot read .*tokens\/operator.*paths\.data_dir/);
    await writeFile(join(dir, "file"), "");
    await expect(ensureTokens(join(dir, "file"), tell)).rejects.toThrow(/cannot make .*file\/tokens/);
  });
});

describe("tokenFor", () => {
  test("prefers the environment's, and falls back to the role's", async () => {
    const at = async (env: Record<string, string>) => {
      const loaded = loadConfig({ env: { PUSHPALS_DATA_DIR: dir, ...env } });
      if (!loaded.ok) throw new Error(loaded.problems[0]?.message);
      return tokenFor("workerpals", loaded.config);
    };
    expect(await at({ PUSHPALS_AUTH_TOKEN: "given" })).toBe("given");
    expect(await at({})).toBe((await ensureTokens(dir, tell)).workerpals);
  });
});

describe("comparing", () => {
  test("is exact, whatever the lengths", () => {
    expect(sameToken("abc", "abc")).toBe(true);
    for (const other of ["abd", "ab", "abcd", "", "ABC"]) expect(sameToken("abc", other)).toBe(false);
    expect(hashToken("abc")).toBe("ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad");
  });
});
