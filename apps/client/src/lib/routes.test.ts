import { expect, test } from "bun:test";
import { existsSync } from "node:fs";
import { join } from "node:path";
import { routes } from "./routes";

const ID = "01900000-0000-7000-8000-000000000001";
const APP = join(import.meta.dir, "../app");

/** Each place with its parameters in the names that the files bear. */
const PLACES: Record<keyof typeof routes, [href: string, file: string]> = {
  needsYou: [routes.needsYou, "needs-you"],
  chats: [routes.chats, "chats/index"],
  chat: [routes.chat("dev"), "chats/[sessionId]"],
  requests: [routes.requests, "requests"],
  job: [routes.job(ID), "jobs/[jobId]/index"],
  jobDiff: [routes.jobDiff(ID), "jobs/[jobId]/diff"],
  missionControl: [routes.missionControl, "mission-control"],
  worker: [routes.worker("workerpal-1"), "workers/[workerId]"],
  settings: [routes.settings, "settings/index"],
  settingsSection: [routes.settingsSection("devices"), "settings/[section]"],
  pair: [routes.pair, "pair"],
  why: [routes.why({ path: "src/a b.ts", line: 3 }), "why"],
};

test("every place leads to a file of the routes", () => {
  for (const [href, file] of Object.values(PLACES)) {
    expect(existsSync(join(APP, `${file}.tsx`)) ? file : `${file} is missing`).toBe(file);
    const pattern = `/${file.replace(/\/index$/, "")}`.replace(/\[\w+\]/g, "[^/]+");
    expect(href.split("?")[0] ?? "").toMatch(new RegExp(`^${pattern}$`));
  }
});

test("what stands in a place cannot lead to another one", () => {
  expect(routes.chat("a/b?c")).toBe("/chats/a%2Fb%3Fc");
  expect(routes.why({ path: "src/a&line=9.ts", line: 3 })).toBe("/why?path=src%2Fa%26line%3D9.ts&line=3");
});
