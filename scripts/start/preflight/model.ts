import type { Config } from "@pushpals/shared/config";
import { checkModel, modelSettings } from "@pushpals/shared/model";
import type { Problem } from "./problem";

export interface ModelState {
  /** For the last block of the start. */
  summary: string;
  problem: Problem | null;
}

/** Whether the model that plans is there and answers; LM Studio is started where it is configured to be. */
export async function checkPlanningModel(
  config: Config,
  env: Record<string, string | undefined>,
  say: (line: string) => void,
): Promise<ModelState> {
  const read = modelSettings(config.remotebuddy.llm, env);
  if (!read.ok) return { summary: "", problem: read.problem };
  const { settings } = read;
  if (settings === null) return { summary: "none: scripts and plain sentences are planned", problem: null };
  say(`trying the model ${settings.model} of ${settings.facts.title}`);
  // Loading a model may take minutes: what is done is told as it is done.
  const checked = await checkModel(settings, { say });
  if (!checked.ok) return { summary: "", problem: checked.problem };
  return { summary: `${settings.model} (${settings.facts.title})`, problem: null };
}
