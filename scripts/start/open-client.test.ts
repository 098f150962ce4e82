import { afterAll, beforeAll, beforeEach, describe, expect, test } from "bun:test";
import { chmodSync, existsSync, mkdirSync, readFileSync, rmSync, statSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { DEVICE_SCOPES, readPairingLink } from "@pushpals/protocol";
import { type Config, loadConfig } from "@pushpals/shared/config";
import { makeRepository, type TestRepository } from "../../tests/support/repository";
import { type Services, startServices } from "../../tests/support/services";
import { openClient } from "./open-client";

/** Opens what it is given as a desktop's opener does: it is told one place, and reads what is there. */
const OPENER = `#!/bin/sh
printf '%s\\n' "$@" > "$(dirname "$0")/arguments"
cat "$1" > "$(dirname "$0")/page"
env > "$(dirname "$0")/environment"
exit $(cat "$(dirname "$0")/exit")
`;

describe.skipIf(process.platform !== "linux")("the browser of this machine", () => {
  let repository: TestRepository;
  let services: Services;
  let config: Config;
  let opener: string;
  const before = { ...process.env };

  beforeAll(async () => {
    repository = makeRepository({ "README.md": "# Shop\n" });
    services = await startServices(repository);
    const env = { PUSHPALS_DATA_DIR: services.dataDir, PUSHPALS_SERVER_PORT: new URL(services.serverUrl).port };
    const loaded = loadConfig({ env });
    if (!loaded.ok) throw new Error(JSON.stringify(loaded.problems));
    config = loaded.config;
    opener = join(repository.root, "opener");
    mkdirSync(opener);
    writeFileSync(join(opener, "xdg-open"), OPENER);
    chmodSync(join(opener, "xdg-open"), 0o755);
  });
  afterAll(async () => {
    await services?.stop();
    repository?.remove();
  });
  beforeEach(() => {
    for (const file of ["arguments", "page", "environment"]) rmSync(join(opener, file), { force: true });
    writeFileSync(join(opener, "exit"), "0");
  });

  async function opened(env: Record<string, string>): Promise<string | null> {
    try {
      delete process.env["DISPLAY"];
      delete process.env["WAYLAND_DISPLAY"];
      Object.assign(process.env, { PATH: `${opener}:${before["PATH"]}`, ...env });
      return await openClient(config);
    } finally {
      for (const name of ["DISPLAY", "WAYLAND_DISPLAY", "PATH", "BROWSER", "PUSHPALS_AUTH_TOKEN"])
        if (before[name] === undefined) delete process.env[name];
        else process.env[name] = before[name];
    }
  }

  test("is opened at a page of this user's alone, whose link pairs it once, with the say over devices", async () => {
    expect(await opened({ DISPLAY: ":7", BROWSER: "some-browser" })).toBeNull();
    const page = readFileSync(join(opener, "page"), "utf8");
    const link = readPairingLink(/url=([^"]+)"/.exec(page)?.[1] ?? "");
    if (!link) throw new Error(`no link in ${page}`);
    expect(link.address).toBe(services.serverUrl);
    const given = readFileSync(join(opener, "arguments"), "utf8").trim();
    expect(given).toBe(join(services.dataDir, "open-client.html"));
    expect(statSync(given).mode & 0o777).toBe(0o600);
    const environment = readFileSync(join(opener, "environment"), "utf8");
    expect(environment).toContain("DISPLAY=:7");
    expect(environment).toContain("BROWSER=some-browser");
    expect(environment).not.toContain(services.token);
    const made = await services.client.devices.redeem({ code: link.code, name: "This machine" });
    if (!made.ok) throw new Error(made.message);
    expect(new Set<string>(made.device.scopes)).toEqual(new Set([...DEVICE_SCOPES, "admin"]));
    expect(await services.client.devices.redeem({ code: link.code, name: "Another" })).toMatchObject({ ok: false });
  });

  test("where there is none, or it does not start, the reason is said", async () => {
    expect(await opened({})).toContain("no DISPLAY");
    expect(existsSync(join(opener, "arguments"))).toBe(false);
    writeFileSync(join(opener, "exit"), "3");
    expect(await opened({ WAYLAND_DISPLAY: "wayland-0" })).toBe("no browser could be opened");
    rmSync(join(opener, "xdg-open"));
    expect(await opened({ DISPLAY: ":7", PATH: opener })).toContain("xdg-open");
  });
});
