import { afterEach, beforeEach, describe, expect, test } from "bun:test";
import { cp, mkdir, mkdtemp, readFile, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { serverUrl } from "./derived";
import { describeConfig } from "./describe-config";
import { variableOf, WIRING_VARIABLES } from "./environment-layer";
import { KEYS } from "./keys";
import { loadConfig, projectRoot } from "./load-config";

let root: string;
beforeEach(async () => {
  root = await mkdtemp(join(tmpdir(), "pushpals-config-"));
  await mkdir(join(root, "config"));
  await cp(join(projectRoot(), "config/default.toml"), join(root, "config/default.toml"));
});
afterEach(() => rm(root, { recursive: true }));

const file = (name: string, text: string) => writeFile(join(root, "config", `${name}.toml`), text);

function loaded(env: Record<string, string> = {}) {
  const result = loadConfig({ env, root });
  if (!result.ok) throw new Error(result.problems.map(({ message }) => message).join("\n"));
  return result;
}

function problems(env: Record<string, string> = {}) {
  const result = loadConfig({ env, root });
  return result.ok ? [] : result.problems;
}

describe("the layers", () => {
  test("default.toml alone gives every key a value", () => {
    const { config, provenance } = loaded();
    expect(config.server).toMatchObject({ host: "127.0.0.1", port: 3001 });
    expect(config.paths.data_dir).toBe(join(root, "outputs/data"));
    expect(Object.keys(provenance).sort()).toEqual([...KEYS.keys()].sort());
    expect(provenance["server.port"]).toBe("config/default.toml");
  });

  test("the last one wins, key by key, and each key knows where it came from", async () => {
    await file("team", "[server]\nport = 1111\nlease_ms = 11000\nmax_attempts = 4\n");
    await file("local", "[server]\nport = 2222\nlease_ms = 22000\n");
    const { config, provenance } = loaded({ PUSHPALS_PROFILE: "team", PUSHPALS_SERVER_PORT: "3333" });
    expect(config.server).toMatchObject({ port: 3333, lease_ms: 22_000, max_attempts: 4, host: "127.0.0.1" });
    expect(provenance).toMatchObject({
      "server.port": "PUSHPALS_SERVER_PORT",
      "server.lease_ms": "config/local.toml",
      "server.max_attempts": "config/team.toml",
      "server.host": "config/default.toml",
    });
  });

  test("a profile that has no file stops the start; so does one that is no name", () => {
    expect(problems({ PUSHPALS_PROFILE: "tema" })).toMatchObject([
      { where: "config/tema.toml", found: "no such file" },
    ]);
    expect(problems({ PUSHPALS_PROFILE: "../default" })).toMatchObject([{ where: "PUSHPALS_PROFILE" }]);
  });

  test("does not depend on the working directory", () => {
    const before = process.cwd();
    process.chdir(tmpdir());
    try {
      expect(loadConfig({ env: {} }).ok).toBe(true);
    } finally {
      process.chdir(before);
    }
  });
});

describe("the environment", () => {
  test("sets any key, coerced by its type", () => {
    const { config } = loaded({
      PUSHPALS_WORKERPALS_SANDBOX_TIER: "none",
      PUSHPALS_WORKERPALS_PUBLISH_BRANCHES: "false",
      PUSHPALS_STARTUP_OPEN_BROWSER: "1",
      PUSHPALS_POLICY_MAX_CHANGE_MB: "7",
      PUSHPALS_SOURCE_CONTROL_MANAGER_CHECKS: '["bun test", "bun run check"]',
      PUSHPALS_REMOTEBUDDY_VALIDATION_STEPS: "bun test --bail, please",
      PUSHPALS_LOCALBUDDY_LLM_BACKEND: "builtin",
    });
    expect(config.workerpals).toMatchObject({ publish_branches: false, sandbox: { tier: "none" } });
    expect(config.startup.open_browser).toBe(true);
    expect(config.policy.max_change_mb).toBe(7);
    expect(config.source_control_manager.checks).toEqual(["bun test", "bun run check"]);
    expect(config.remotebuddy.validation_steps).toEqual(["bun test --bail, please"]);
  });

  test("has the names that are written down, and the stronger one wins", () => {
    const { config, provenance } = loaded({
      PUSHPALS_SERVER_URL: "http://hub:3001",
      PUSHPALS_AUTH_TOKEN: "pp_x",
      PUSHPALS_REPO_PATH: "/repo",
      PUSHPALS_DATA_DIR: "elsewhere",
      PUSHPALS_SESSION_ID: "mine",
      PUSHPALS_INTEGRATION_BRANCH: "agents",
      PUSHPALS_INTEGRATION_BASE_BRANCH: "trunk",
      REMOTEBUDDY_MAX_WORKERPALS: "5",
      EXPO_PUBLIC_PUSHPALS_URL: "https://pals.example",
      EXPO_PUBLIC_LOCAL_AGENT_URL: "https://pals.example:3003",
      GH_TOKEN: "gh",
      GITHUB_TOKEN: "github",
    });
    expect(serverUrl(config)).toBe("http://hub:3001");
    expect(config.paths).toEqual({ data_dir: join(root, "elsewhere"), repo_path: "/repo" });
    expect(config.source_control_manager).toMatchObject({ integration_branch: "agents", base_branch: "trunk" });
    expect([config.session.id, config.remotebuddy.max_workerpals, config.auth.token]).toEqual(["mine", 5, "pp_x"]);
    expect(config.client).toEqual({
      folder: "outputs/client",
      server_url: "https://pals.example",
      local_agent_url: "https://pals.example:3003",
    });
    expect([config.git.token, provenance["git.token"]]).toEqual(["github", "GITHUB_TOKEN"]);
  });

  test("takes an empty variable as not set", () => {
    expect(loaded({ PUSHPALS_SERVER_PORT: "", PUSHPALS_AUTH_TOKEN: "", PUSHPALS_PROFILE: "" }).config.server.port).toBe(
      3001,
    );
  });

  test("no two keys share a variable, and .env.example names only what is read", async () => {
    const variables = [...KEYS.keys()].map(variableOf);
    expect(new Set(variables).size).toBe(variables.length);
    const example = await readFile(join(projectRoot(), ".env.example"), "utf8");
    const named = [...example.matchAll(/^([A-Z_]+)=/gm)].map(([, name]) => [name ?? "", "1"]);
    const unknown = problems(Object.fromEntries(named)).filter(({ found }) => found === "an unknown variable");
    expect([named.length > 8, unknown]).toEqual([true, []]);
    expect(problems(Object.fromEntries(WIRING_VARIABLES.slice(1).map((name) => [name, "1"])))).toEqual([]);
  });
});

describe("a problem", () => {
  test("tells the file, the key, what was found and what is allowed, for all of them at once", async () => {
    await file("local", '[server]\nport = 99999\nhost = 7\n[policy]\nrequire_approval = "sometimes"\n');
    expect(problems({ PUSHPALS_SERVER_LEASE_MS: "1e4" })).toMatchObject([
      { where: "config/local.toml", key: "server.port", found: "99999", allowed: "a whole number from 1 to 65535" },
      { where: "config/local.toml", key: "server.host", found: "7" },
      { key: "policy.require_approval", found: '"sometimes"', allowed: '"never", "always", "high_risk"' },
      { where: "PUSHPALS_SERVER_LEASE_MS", key: "server.lease_ms", found: '"1e4"' },
    ]);
  });

  test("names the key or variable that was probably meant", async () => {
    await file("local", "[server]\nprot = 1\n[serverr]\nport = 1\n");
    const meant = problems({ PUSHPALS_SERVER_PROT: "1" }).map(
      ({ message }) => /Did you mean (\S+)\?/.exec(message)?.[1],
    );
    expect(meant).toEqual(["server.port", "server", "PUSHPALS_SERVER_PORT"]);
    expect(problems({ PUSHPALS_ZZZZZZZZ: "1" }).at(-1)?.message).not.toContain("Did you mean");
  });

  test("tells where a file is no TOML", async () => {
    await file("local", "[server]\nport = = 3\n");
    expect(problems()).toMatchObject([{ where: "config/local.toml", found: expect.stringContaining("line 2") }]);
  });

  test("keeps secrets out of files, and out of what is told of them", async () => {
    await file("local", '[git]\ntoken = "ghp_canary"\n[auth]\ntoken = "pp_canary"\n');
    const found = problems({ PUSHPALS_GIT_TOKEN: `canary${"x".repeat(20_000)}` });
    expect(found.map(({ key }) => key)).toEqual(["git.token", "auth.token", "git.token"]);
    expect(JSON.stringify(found)).not.toContain("canary");
  });

  test("is a section where a value is wanted, a value where a section is, and a list of the wrong things", async () => {
    await file("local", 'policy = 3\n[server.port]\na = 1\n[source_control_manager]\nchecks = ["ok", 3]\n');
    expect(problems().map(({ key }) => key)).toEqual(["policy", "server.port", "source_control_manager.checks"]);
  });

  test("is landing on the branch that pull requests go to", () => {
    expect(problems({ PUSHPALS_INTEGRATION_BRANCH: "main" })).toMatchObject([{ where: "PUSHPALS_INTEGRATION_BRANCH" }]);
  });

  test("is a branch, remote or host that could be taken for an option", () => {
    const hostile = {
      PUSHPALS_INTEGRATION_BRANCH: "--force",
      PUSHPALS_SOURCE_CONTROL_MANAGER_REMOTE: "-o",
      PUSHPALS_SERVER_HOST: "a b",
      PUSHPALS_SERVER_ALLOWED_ORIGINS: "*",
      PUSHPALS_SERVER_URL: "file:///etc",
    };
    expect(
      problems(hostile)
        .map(({ where }) => where)
        .sort(),
    ).toEqual(Object.keys(hostile).sort());
  });
});

describe("describeConfig", () => {
  test("prints every key with its place, and no secret", () => {
    const lines = describeConfig(loaded({ PUSHPALS_GIT_TOKEN: "ghp_canary", PUSHPALS_SERVER_PORT: "4000" }));
    expect(lines.length).toBe(KEYS.size);
    expect(lines.find((line) => line.startsWith("server.port"))).toMatch(
      /^server\.port = 4000 +\(PUSHPALS_SERVER_PORT\)$/,
    );
    expect(lines.find((line) => line.startsWith("git.token"))).toMatch(/^git\.token = "\*+" +\(PUSHPALS_GIT_TOKEN\)$/);
    expect(lines.find((line) => line.startsWith("auth.token"))).toContain('""');
    expect(lines.join("\n")).not.toContain("canary");
  });
});
