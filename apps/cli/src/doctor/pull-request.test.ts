import { afterEach, expect, test } from "bun:test";
import type { PullRequestState } from "@pushpals/protocol";
import type { Context } from "../context";
import { pullRequest } from "./pull-request";

let stop = async () => undefined as unknown;
afterEach(() => stop());

/** SourceControlManager, as far as its health goes. */
async function look(pullRequestState: PullRequestState | null) {
  const body = { ok: true, protocolVersion: 1, status: "idle", pullRequest: pullRequestState };
  const server = Bun.serve({ hostname: "127.0.0.1", port: 0, fetch: () => Response.json(body) });
  stop = () => server.stop(true);
  return await pullRequest(contextFor(`http://127.0.0.1:${server.port}`));
}

const contextFor = (url: string) =>
  ({ config: { source_control_manager: { host: "127.0.0.1", port: 1, url } } }) as unknown as Context;
const url = "https://github.com/acme/shop/pull/7";

test("tells what a person has to do, and where", async () => {
  const problem = { state: "problem", url, message: "answered 403", next: "Give the token rights." } as const;
  expect(await look(problem)).toEqual([
    { name: "pull request", ok: false, detail: "answered 403", next: `Give the token rights. ${url}` },
  ]);
});

test("is well while it is open, waited for, or closed by a person", async () => {
  for (const state of ["open", "waiting", "declined", "none", "starting"] as const)
    expect(await look({ state, url, message: "so", next: null })).toMatchObject([
      { ok: true, detail: expect.stringContaining(`, ${url}, so`) },
    ]);
});

test("says nothing where it is not wanted, not known yet, or nobody answers", async () => {
  expect(await look({ state: "off", url: null, message: null, next: null })).toEqual([]);
  expect(await look(null)).toEqual([]);
  await stop();
  expect(await pullRequest(contextFor("http://127.0.0.1:1"))).toEqual([]);
});
