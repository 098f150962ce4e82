import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { gzipSync } from "node:zlib";
import type { Figure } from "./figure";
import { openPhone, type Place } from "./place";

const KB = 1_000;

/** Bytes over the line for the first screen, and the parts of the build, packed. */
export async function measureSizes(place: Place, folder: string): Promise<Figure[]> {
  const { page, context, debug } = await openPhone(place);
  let bytes = 0;
  const scripts = new Set<string>();
  await debug.send("Network.enable");
  debug.on("Network.responseReceived", ({ requestId, type }) => type === "Script" && scripts.add(requestId));
  debug.on("Network.loadingFinished", ({ requestId, encodedDataLength }) => {
    if (scripts.has(requestId)) bytes += encodedDataLength;
  });
  await page.goto("/chats", { waitUntil: "load" });
  await page.getByRole("heading", { name: "Chats" }).first().waitFor();
  await page.waitForTimeout(1_000);
  await context.close();

  const chunks = readdirSync(join(folder, "_expo/static/js/web"))
    .filter((name) => name.endsWith(".js"))
    .map((name) => ({ name, size: gzipSync(readFileSync(join(folder, "_expo/static/js/web", name))).length / KB }))
    .sort((a, b) => b.size - a.size);
  const sizeOf = (start: string) => chunks.find(({ name }) => name.startsWith(start))?.size ?? 0;
  const routes = chunks.filter(({ name }) => !/^(main-|entry-|__)/.test(name));
  const largest = routes[0];
  return [
    { name: "first load of /chats, scripts as sent", value: bytes / KB, unit: "KB", budget: 400 },
    { name: "of these, `main`", value: sizeOf("main-"), unit: "KB", budget: null },
    { name: "`__common`", value: sizeOf("__common-"), unit: "KB", budget: 100 },
    {
      name: `largest route chunk (${largest?.name.replace(/-[0-9a-f]+\.js$/, "")})`,
      value: largest?.size ?? 0,
      unit: "KB",
      budget: 80,
    },
  ];
}
