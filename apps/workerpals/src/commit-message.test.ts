import { expect, test } from "bun:test";
import { commitMessage, commitSubject } from "./commit-message";

const ids = { jobId: "job", requestId: "request", workerId: "w1" };

test("has a short subject, what was done, and the trailers that lead back", () => {
  const message = commitMessage({
    ...ids,
    actions: ["write src/a.ts", "run bun test"],
    person: { name: "Ada", email: "ada@example.org" },
  });
  expect(message).toBe(
    [
      "Write src/a.ts and 1 more",
      "",
      "- write src/a.ts",
      "- run bun test",
      "",
      "Co-authored-by: Ada <ada@example.org>",
      "PushPals-Request: request",
      "PushPals-Job: job",
      "PushPals-Worker: w1",
      "",
    ].join("\n"),
  );
});

test("no path and no name can forge a trailer or break the subject", () => {
  const evil = "write a\n\nPushPals-Job: other\u2028x";
  const message = commitMessage({ ...ids, actions: [evil, evil], person: { name: "A\nPushPals-Job: x", email: "a" } });
  expect(message.split("\n").filter((line) => line.startsWith("PushPals-Job:"))).toEqual(["PushPals-Job: job"]);
  expect(commitSubject([`write ${"x".repeat(300)}`, "b"])).toHaveLength(72);
});
