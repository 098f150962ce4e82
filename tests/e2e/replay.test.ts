import { afterAll, describe, expect, setDefaultTimeout, test } from "bun:test";
import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join, resolve } from "node:path";
import { type History, makeHistory, readHistory } from "../support/history";
import { makeRepository, runGit, type TestRepository } from "../support/repository";
import { endOf, startStack } from "../support/stack";

setDefaultTimeout(30 * 60_000);

const COMMITS = 60;
const WORKERS = 3;

/** A person's repository that stands at the history's base. */
function repositoryAt(history: History): TestRepository {
  const repository = makeRepository({ placeholder: "" });
  repository.git("fetch", "-q", history.dir, history.baseSha);
  repository.git("reset", "-q", "--hard", history.baseSha);
  repository.git("push", "-q", "--force", "origin", "main");
  return repository;
}

/** Sends each commit as a message, without waiting, and compares what came out. */
async function replay(history: History): Promise<void> {
  const repository = repositoryAt(history);
  try {
    const stack = await startStack(repository, { workers: WORKERS });
    try {
      const posted = [];
      for (const step of history.steps) posted.push({ step, ...(await stack.post(step.script)) });
      const ended = await Promise.all(
        posted.map(async ({ step, requestId }) => {
          const outcome = await stack.outcomeOf(requestId as string);
          const failed = outcome.events.find(
            (event) => event.type === "job_failed" || event.type === "merge_failed" || event.type === "request_failed",
          );
          return `${step.subject}: ${endOf(outcome)}${failed ? ` ${JSON.stringify(failed.payload)}` : ""}`;
        }),
      );
      expect(ended).toEqual(history.steps.map((step) => `${step.subject}: landed`));
      expect(repository.gitRemote("rev-parse", "main_agents^{tree}")).toBe(history.tipTree);
      const landed = Number(repository.gitRemote("rev-list", "--count", `${history.baseSha}..main_agents`));
      expect(landed).toBe(history.steps.length);
    } finally {
      await stack.stop();
    }
  } finally {
    repository.remove();
  }
}

const OWN = process.env["PUSHPALS_TEST_REPLAY_REPOSITORY"] ?? resolve(import.meta.dir, "../..");
const own = readHistory(OWN, COMMITS);
afterAll(() => own?.remove());

describe("a history sent as patches by one person to several workers comes out as it was", () => {
  test.skipIf(own === null)("this project's own", async () => {
    if (own !== null) await replay(own);
  });

  test("one with renames, deletions, binaries, modes, symlinks, CRLF and odd names", async () => {
    const source = mkdtempSync(join(tmpdir(), "pushpals-source-"));
    makeHistory(source, COMMITS, 7);
    const history = readHistory(source, COMMITS);
    if (history === null) throw new Error("the history that was made is not there");
    try {
      expect(runGit(source, ["rev-parse", "HEAD^{tree}"])).toBe(history.tipTree);
      await replay(history);
    } finally {
      history.remove();
      rmSync(source, { recursive: true, force: true });
    }
  });
});
