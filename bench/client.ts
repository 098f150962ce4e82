/**
 * What the client costs whoever opens it, against its budgets: bytes, a session of 10,000 events, 100 events a second,
 * the place of a reader, and Lighthouse on a phone.
 *
 * The server is the real process with the build of the client; the browser is Debian's Chromium. Run:
 * `bun run bench client [--events 10000] [--throttle 1] [--no-lighthouse]`. Exit code 1 when a budget is missed.
 */

import { join } from "node:path";
import { parseArgs } from "node:util";
import { buildClient } from "../scripts/client/build-client";
import { PROJECT } from "../scripts/project";
import { launchBrowser } from "../tests/client/support/browser";
import { writeLongSession } from "../tests/client/support/long-session";
import { makeRepository } from "../tests/support/repository";
import { startServices } from "../tests/support/services";
import { measureBusy } from "./client/busy";
import { type Figure, isKept, table } from "./client/figure";
import { lighthouse } from "./client/lighthouse";
import { measureLong } from "./client/long";
import { measureSizes } from "./client/sizes";

const SESSION = "long";

export async function main(args: string[] = process.argv.slice(2)): Promise<number> {
  const { values } = parseArgs({
    args,
    options: {
      events: { type: "string", default: "10000" },
      throttle: { type: "string", default: "1" },
      "no-lighthouse": { type: "boolean" },
    },
  });
  const folder = process.env["PUSHPALS_CLIENT_FOLDER"] ?? join(PROJECT, "outputs/client");
  const signal = new AbortController().signal;
  const built = process.env["PUSHPALS_CLIENT_FOLDER"]
    ? { ok: true as const }
    : await buildClient({ folder, say: (line) => console.log(line), signal });
  if (!built.ok) throw new Error(built.message);
  const repository = makeRepository({ "README.md": "# Shop\n" });
  const long = await writeLongSession(join(repository.root, "data"), SESSION, Number(values.events));
  const services = await startServices(repository, { PUSHPALS_CLIENT_FOLDER: folder });
  const browser = await launchBrowser();
  const place = { browser, services, long, throttle: Number(values.throttle) };
  try {
    const figures: Figure[] = [
      { name: "time that work takes here, of what it takes alone", value: crowding(), unit: "times", budget: null },
      ...(await measureSizes(place, folder)),
      ...(await measureLong(place)),
      ...(await measureBusy(place)),
      ...(values["no-lighthouse"] ? [] : await lighthouse(services)),
    ];
    console.log(table(figures));
    return figures.every(isKept) ? 0 : 1;
  } finally {
    await browser.close();
    await services.stop();
    repository.remove();
  }
}

/** How long a stretch of work lasts for each second of processor that it gets: 1 on a machine with nothing else to do. */
function crowding(): number {
  const started = performance.now();
  const before = process.cpuUsage();
  while (performance.now() - started < 1_000) JSON.parse(JSON.stringify({ started }));
  const { user, system } = process.cpuUsage(before);
  return (performance.now() - started) / ((user + system) / 1_000);
}

if (import.meta.main) process.exitCode = await main();
