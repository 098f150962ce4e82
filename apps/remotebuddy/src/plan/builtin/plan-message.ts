import { looksLikeScript, type NewOperation, renderOperation } from "@pushpals/protocol";
import type { Planned } from "../planner";
import { notUnderstood } from "./not-understood";
import { planScript } from "./plan-script";
import { readSentences, type WishInOrder } from "./read-sentences";
import { type TreeReader, testCommand } from "./test-command";

export interface PlanningContext {
  /** The tree that the work will start from: the integration branch's. */
  tree: TreeReader;
  /** `remotebuddy.validation_steps`. */
  validationSteps: readonly string[];
}

/**
 * Plans a message without a model: a script as it is, or plain sentences that each mean one operation; null for
 * anything else. The same message on the same tree always gives the same plan.
 */
export async function planOperations(prompt: string, context: PlanningContext): Promise<Planned | null> {
  if (looksLikeScript(prompt)) return planScript(prompt, context.validationSteps);
  const wishes = readSentences(prompt);
  return wishes === null ? null : planWishes(wishes, context);
}

/** As `planOperations`; anything else gets a plan that answers the person directly. */
export async function planMessage(prompt: string, context: PlanningContext): Promise<Planned> {
  return (await planOperations(prompt, context)) ?? answer(notUnderstood());
}

/** Null: a plain word is no file of the tree, so that the message means something else. */
async function planWishes(wishes: readonly WishInOrder[], context: PlanningContext): Promise<Planned | null> {
  const tests = wishes.some((wish) => wish.kind === "run_tests" || wish.kind === "check_tests")
    ? await testCommand(context.tree)
    : null;
  const operations: NewOperation[] = [];
  const steps: string[] = [];
  for (const wish of wishes) {
    if (wish.kind === "operations") {
      if (steps.length > 0)
        return answer(notUnderstood("Checks come last: put what is to be changed before them. I have done nothing."));
      for (const path of wish.present ?? []) if ((await context.tree.read(path)) === null) return null;
      for (const path of wish.absent ?? [])
        if ((await context.tree.read(path)) !== null) return answer(existsAlready(path));
      operations.push(...wish.operations);
      continue;
    }
    const command = "command" in wish ? wish.command : tests;
    if (command === null) return answer(NO_TEST_COMMAND);
    const proves = wish.kind === "check" || wish.kind === "check_tests" || (wish.after && changes(operations));
    if (proves) steps.push(command);
    else if (steps.length > 0)
      return answer(notUnderstood("Checks come last: put what is to be run before them. I have done nothing."));
    else operations.push({ kind: "run", command });
  }
  // A check alone is a command to run.
  if (operations.length === 0)
    operations.push(...steps.splice(0).map((command) => ({ kind: "run", command }) as const));
  return planScript(operations.map(renderOperation).join(""), context.validationSteps, steps);
}

const changes = (operations: readonly NewOperation[]): boolean =>
  operations.some((operation) => operation.kind !== "run");

const NO_TEST_COMMAND =
  "I could not tell how this project runs its tests: there is no `scripts.test` in package.json, Cargo.toml, go.mod, pytest configuration or `test` target in a Makefile. Say it with the command, for instance `/run make check`. I have done nothing.";

const existsAlready = (path: string): string =>
  `\`${path}\` exists already, so I did not create it. To replace its whole content, say so exactly:\n\n~~~\n/write ${path}\n\`\`\`\nthe new content\n\`\`\`\n~~~`;

/** A plan that needs no worker: the answer itself. */
function answer(text: string): Planned {
  return {
    ok: true,
    plan: {
      intent: "chat",
      requires_worker: false,
      job_kind: "none",
      lane: "deterministic",
      target_paths: [],
      validation_steps: [],
      risk_level: "low",
      assistant_message: text,
      worker_instruction: "",
    },
  };
}
