import { expect, test } from "bun:test";
import { type TaskContract, taskPrompt } from "./task-prompt";

const contract: TaskContract = {
  instruction: "Raise the price.",
  planning: {
    intent: "code_change",
    riskLevel: "low",
    targetPaths: ["price.txt"],
    acceptanceCriteria: [],
    validationSteps: ["make test"],
    queuePriority: "normal",
    queueWaitBudgetMs: 1,
    executionBudgetMs: 1,
    finalizationBudgetMs: 1,
  },
  workspace: "/work",
  projectRules: null,
  mayAsk: false,
};

test("a task that is done again says why, with both sides of what did not fit", () => {
  const prompt = taskPrompt({
    ...contract,
    rework: {
      ofJobId: Bun.randomUUIDv7(),
      round: 1,
      cause: "merge_conflict",
      message: "The change conflicts in price.txt.",
      branch: "agent/w/j",
      commitSha: "a".repeat(40),
      detail: { files: ["price.txt"], sides: [{ path: "price.txt", text: "<<<<<<< on the branch\n2\n=======\n3" }, 7] },
    },
  });
  expect(prompt).toContain("could not land\nThe change conflicts in price.txt.");
  expect(prompt).toContain("price.txt:\n````\n<<<<<<< on the branch\n2\n=======\n3\n````");
  expect(taskPrompt(contract)).not.toContain("could not land");
});
