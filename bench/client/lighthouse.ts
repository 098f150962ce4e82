import { existsSync } from "node:fs";
import { mkdir, readFile, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { PROJECT } from "../../scripts/project";
import { findBrowser } from "../../scripts/setup/browser";
import type { Services } from "../../tests/support/services";
import type { Figure } from "./figure";

/** Not a dependency: nothing else needs it, and it brings two hundred packages. */
const VERSION = "12.8.2";
const HOME = join(PROJECT, "outputs/lighthouse");

/** Lighthouse's own phone, on the screen that a new person sees, and on the chats of one who is signed in. */
export async function lighthouse(services: Services): Promise<Figure[]> {
  const program = await installed();
  const figures: Figure[] = [];
  for (const path of ["/pair", "/chats"]) {
    const report = await audit(program, services, path);
    const interactive = report.audits["interactive"]?.numericValue ?? Number.NaN;
    const accessibility = (report.categories["accessibility"]?.score ?? 0) * 100;
    figures.push(
      { name: `Lighthouse, phone, ${path}: interactive after`, value: interactive / 1_000, unit: "s", budget: 5 },
      { name: `Lighthouse, ${path}: accessibility`, value: accessibility, unit: "", budget: 100, atLeast: true },
    );
  }
  return figures;
}

async function installed(): Promise<string> {
  const program = join(HOME, "node_modules/lighthouse/cli/index.js");
  if (existsSync(program)) return program;
  await mkdir(HOME, { recursive: true });
  await writeFile(join(HOME, "package.json"), '{ "name": "lighthouse-for-the-bench", "private": true }\n');
  await must([process.execPath, "add", "--exact", `lighthouse@${VERSION}`], {});
  return program;
}

interface Report {
  audits: Record<string, { numericValue?: number }>;
  categories: Record<string, { score: number | null }>;
}

async function audit(program: string, { client, serverUrl }: Services, path: string): Promise<Report> {
  const made = await client.devices.pair({});
  if (!made.ok) throw new Error(made.message);
  const paired = await fetch(`${serverUrl}/devices`, {
    method: "POST",
    headers: { "content-type": "application/json", origin: serverUrl, "sec-fetch-site": "same-origin" },
    body: JSON.stringify({ code: made.code, name: "Lighthouse", cookie: true }),
  });
  const cookie = paired.headers.get("set-cookie")?.split(";")[0] ?? "";
  const headers = join(HOME, "headers.json");
  await writeFile(headers, JSON.stringify(path === "/pair" ? {} : { Cookie: cookie }), { mode: 0o600 });
  const report = join(HOME, "report.json");
  const flags = "--headless=new --no-sandbox --disable-gpu --disable-quic";
  await must(
    [
      process.execPath,
      program,
      `${serverUrl}${path}`,
      "--output=json",
      `--output-path=${report}`,
      "--only-categories=performance,accessibility",
      `--extra-headers=${headers}`,
      `--chrome-flags=${flags}`,
      "--quiet",
    ],
    { CHROME_PATH: findBrowser() ?? "" },
  );
  return JSON.parse(await readFile(report, "utf8")) as Report;
}

async function must(command: string[], env: Record<string, string>): Promise<void> {
  const child = Bun.spawn(command, { cwd: HOME, env: { ...process.env, ...env }, stdout: "pipe", stderr: "pipe" });
  const [errors, exitCode] = await Promise.all([new Response(child.stderr).text(), child.exited]);
  if (exitCode !== 0) throw new Error(`${command.slice(0, 3).join(" ")}: ${errors.slice(-2_000)}`);
}
