import type { Rework, TaskExecuteParams } from "@pushpals/protocol";
import { QUESTION_MARK } from "./question";

const MAX_FINDINGS = 20;
const MAX_SIDES_CHARS = 16_000;

export interface TaskContract {
  instruction: string;
  planning: TaskExecuteParams["planning"];
  /** Why it is done again. */
  rework?: Rework | undefined;
  workspace: string;
  /** The repository's AGENTS.md; null when it has none. */
  projectRules: string | null;
  /** Whether the person may be asked. */
  mayAsk: boolean;
}

/** What the agent is asked: all that it will be judged by, and where it may write. */
export function taskPrompt(contract: TaskContract): string {
  const { instruction, planning, rework, workspace, projectRules, mayAsk } = contract;
  return [
    `You are working, without anybody watching, in a copy of a git repository at ${workspace}. Do this task to its end${mayAsk ? "" : "; do not ask back"}.`,
    section("Task", instruction),
    rework ? section("This was done before, and could not land", lessonOf(rework)) : "",
    list("Where the change belongs", planning.targetPaths),
    list("The task is done when", planning.acceptanceCriteria),
    list("These commands must pass; they will be run again on the committed files by somebody else", [
      ...planning.validationSteps,
    ]),
    section(
      "Rules",
      [
        `- Write only below ${workspace}. There is no network but for your model.`,
        "- Leave the change as files in the work tree. Do not push, and do not touch .git: the commit is made for you.",
        "- Never delete, skip or weaken a test to make a command pass.",
        "- What counts is the difference in the files and the commands above, not what you say about them.",
        ...(mayAsk ? [ASKING] : []),
      ].join("\n"),
    ),
    projectRules === null ? "" : section("The repository's own rules (AGENTS.md)", projectRules),
  ]
    .filter((part) => part !== "")
    .join("\n\n");
}

const ASKING = [
  "- Decide by yourself what you can: nobody is there while you work. Only where the task can't be done right without",
  `something that nothing here tells, end your turn with a last line that begins with ${QUESTION_MARK} and asks for it. Your`,
  "files stay as they are until the answer comes, which may take long.",
].join(" ");

/** What the landing said, and both sides of what did not fit: the files are now as the branch has them. */
function lessonOf({ message, detail }: Rework): string {
  const sides = Array.isArray(detail["sides"]) ? detail["sides"] : [];
  const shown = sides.flatMap((side) => {
    const { path, text } = (side ?? {}) as { path?: unknown; text?: unknown };
    return typeof path === "string" && typeof text === "string" ? [`${path}:\n\`\`\`\`\n${text}\n\`\`\`\``] : [];
  });
  return [
    message,
    "The files are as the branch has them now. What others have done since must stay.",
    ...(shown.length === 0 ? [] : ["Where the earlier change and the branch did not fit:", ...shown]),
  ]
    .join("\n\n")
    .slice(0, MAX_SIDES_CHARS);
}

/** What an agent is told about work that it has delivered and that does not stand. */
export const revisionPrompt = (findings: readonly string[]): string =>
  [
    "Your change was committed and looked at, and does not stand yet:",
    ...findings.slice(0, MAX_FINDINGS).map((finding) => `- ${finding}`),
    "Put this right in the files as they are now, by the same rules as before.",
  ].join("\n");

export const RESUME_PROMPT =
  "You were interrupted in the middle of this task. Look at the state of the files, then bring the task to its end, by the same rules.";

/** After what the person has said to a session that waited for it. */
export const GO_ON_PROMPT =
  "Your files are as you left them. Go on with the task, and bring it to its end, by the same rules.";

/** For an agent that does not remember that it was here before. */
export const LEFT_PROMPT =
  "Somebody has begun with this task here: look at the state of the files first, and go on from there.";

const section = (title: string, text: string): string => `## ${title}\n${text}`;
const list = (title: string, items: readonly string[]): string =>
  items.length === 0 ? "" : section(title, items.map((item) => `- ${item}`).join("\n"));
