import { expect, test } from "bun:test";
import { type Landing, refuse } from "@pushpals/protocol";
import type { Client } from "@pushpals/sdk";
import { undoScript } from "./undo-script";

const JOB = "01890a5d-ac96-774b-bcce-b302099a8057";
const [A, B] = ["a".repeat(40), "b".repeat(40)];
const nowhere = { mirrorDir: "/nowhere", integration: "main_agents", base: "main" };

const ask = (landed: Partial<Landing> | null, landing = "landed") => {
  const get = async () => ({ ok: true, job: { jobId: JOB, landing }, landed });
  return undoScript(JOB, { jobs: { get } } as unknown as Client, nowhere);
};

test("all commits of a landing, newest first; of a merge, the merge alone", async () => {
  const script = [B, A].map((commit) => `/revert ${commit} --undoes ${JOB}\n`).join("");
  expect(await ask({ strategy: "cherry-pick", commits: [A, B] })).toEqual({ script });
  expect(await ask({ strategy: "ff-only", commits: [A, B] })).toEqual({ script });
  expect(await ask({ strategy: "no-ff", commits: [A, B] })).toEqual({ script: `/revert ${B} --undoes ${JOB}\n` });
});

test("what has not landed, or brought nothing, has nothing to undo; a refusal is passed on", async () => {
  expect(await ask(null, "waiting")).toEqual({ answer: expect.stringContaining("has not landed") });
  expect(await ask({ strategy: "cherry-pick", commits: [] })).toEqual({ answer: expect.stringContaining("no commit") });
  const refusing = (code: "not_found" | "unreachable") =>
    undoScript(JOB, { jobs: { get: async () => refuse(code, "why") } } as unknown as Client, nowhere);
  expect(await refusing("not_found")).toEqual({ answer: "why" });
  expect(await refusing("unreachable")).toMatchObject({ ok: false, code: "unreachable" });
});
