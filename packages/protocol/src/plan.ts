import { z } from "zod";
import { candidateCount } from "./best-of";
import { repoPath } from "./ids";
import { parseScript } from "./script/parse-script";

export const intent = z.enum(["chat", "status", "code_change", "analysis", "other"]);
export const lane = z.enum(["deterministic", "openhands"]).meta({ id: "Lane" });
export const riskLevel = z.enum(["low", "medium", "high"]);
export type Lane = z.infer<typeof lane>;

/** A path, or a glob, that work will touch. */
export const targetPath = z
  .string()
  .min(1)
  .max(1024)
  .refine((path) => repoPath.safeParse(path).success, "a path or glob inside the repository");

const workerFields = {
  requires_worker: z.boolean(),
  job_kind: z.enum(["task.execute", "none"]),
  lane,
  target_paths: z.array(targetPath).max(5_000),
  /** Shell commands that must exit 0 on the finished tree, run by Push Pals in the sandbox. */
  validation_steps: z.array(z.string().min(1).max(2_000)).max(20),
  worker_instruction: z.string().max(16_000_000),
  acceptance_criteria: z.array(z.string().min(1).max(2_000)).max(50).optional(),
  /** How many agents do it independently of each other, for the best of it to be landed. */
  candidates: candidateCount.optional(),
};

export const subtask = z.strictObject({
  id: z.string().regex(/^[a-z0-9][a-z0-9_-]{0,39}$/),
  depends_on: z.array(z.string()).max(50),
  ...workerFields,
});

/**
 * What a planner answers, whether built in or a model: one strict JSON object.
 * Fields that contradict each other are refused here, so no later step has to guess what was meant.
 */
export const plan = z
  .strictObject({
    intent,
    ...workerFields,
    risk_level: riskLevel,
    /** Shown to the person at once: the answer itself, or what is going to be done. */
    assistant_message: z.string().max(20_000),
    subtasks: z.array(subtask).min(1).max(50).optional(),
  })
  .superRefine((value, context) => {
    const finding = (path: (string | number)[], message: string) => context.addIssue({ code: "custom", path, message });
    checkWorkerFields(value, [], finding, value.subtasks !== undefined);
    if (!value.requires_worker && value.assistant_message.trim() === "")
      finding(["assistant_message"], "a plan without a worker must answer the person itself");
    if (!value.requires_worker && value.subtasks) finding(["subtasks"], "subtasks need requires_worker");
    const ids = new Set<string>();
    for (const [index, task] of (value.subtasks ?? []).entries()) {
      checkWorkerFields(task, ["subtasks", index], finding, false);
      for (const dependency of task.depends_on)
        if (!ids.has(dependency))
          finding(["subtasks", index, "depends_on"], `"${dependency}" is not the id of an earlier subtask`);
      if (ids.has(task.id)) finding(["subtasks", index, "id"], `"${task.id}" is used twice`);
      ids.add(task.id);
    }
  })
  .meta({ id: "Plan" });
export type Plan = z.infer<typeof plan>;
export type Subtask = z.infer<typeof subtask>;

type WorkerFields = Pick<Plan, "requires_worker" | "job_kind" | "lane" | "worker_instruction" | "candidates">;

function checkWorkerFields(
  value: WorkerFields,
  path: (string | number)[],
  finding: (path: (string | number)[], message: string) => void,
  delegated: boolean,
): void {
  const wanted = value.requires_worker ? "task.execute" : "none";
  if (value.job_kind !== wanted)
    finding([...path, "job_kind"], `is "${wanted}" when requires_worker is ${value.requires_worker}`);
  if (value.candidates !== undefined && (delegated || !value.requires_worker || value.lane !== "openhands"))
    finding([...path, "candidates"], "only a task for an agent can have candidates; with subtasks, each has its own");
  if (!value.requires_worker || delegated) return;
  if (value.worker_instruction.trim() === "") finding([...path, "worker_instruction"], "a worker needs an instruction");
  else if (value.lane === "deterministic") {
    const script = parseScript(value.worker_instruction);
    if (!script.ok)
      finding(
        [...path, "worker_instruction"],
        `is not a script of the deterministic lane: ${script.errors.map((e) => `line ${e.line}: ${e.message}`).join("; ")}`,
      );
  }
}
