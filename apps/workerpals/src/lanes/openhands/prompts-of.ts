import { git } from "@pushpals/shared/git";
import { readState } from "./agent-state";
import { GO_ON_PROMPT, LEFT_PROMPT, RESUME_PROMPT, revisionPrompt, taskPrompt } from "./task-prompt";
import type { Turn } from "./turn";

const MAX_RULES = 32_000;

/** What to ask, depending on whether the agent remembers what it was asked before. */
export async function promptsOf({ setup, input, conversation }: Turn): Promise<(loaded: boolean) => string> {
  const { baseSha, dir } = input.workspace.clone;
  const wasHere = (await readState(dir)) !== null;
  const shown = await git(["cat-file", "blob", `${baseSha}:AGENTS.md`], { gitDir: setup.mirror.dir });
  const projectRules = shown.ok ? shown.stdout.slice(0, MAX_RULES) : null;
  const contract = taskPrompt({ ...input, workspace: dir, projectRules, mayAsk: setup.questions });
  const revision = input.findings.length > 0 ? revisionPrompt(input.findings) : null;
  return (loaded) => {
    const said = loaded ? conversation.next() : conversation.whole();
    const parts = loaded
      ? [said, revision ?? (said === null ? RESUME_PROMPT : GO_ON_PROMPT)]
      : [contract, revision ?? (wasHere ? LEFT_PROMPT : null), said];
    return parts.filter((part) => part !== null).join("\n\n");
  };
}
