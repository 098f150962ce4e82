import type { Config, LlmConfig } from "@pushpals/shared/config";
import { type CheckOptions, checkModel, modelSettings } from "@pushpals/shared/model";
import type { Problem } from "./problem";

export interface ModelState {
  /** The model that plans, for the last block of the start. */
  summary: string;
  problems: Problem[];
}

/** Whether the models that are configured are there and answer; LM Studio is started where it is configured to be. */
export async function checkModels(
  config: Config,
  env: Record<string, string | undefined>,
  say: (line: string) => void,
): Promise<ModelState> {
  const problems: Problem[] = [];
  const check = async (llm: LlmConfig, section: string, answers: CheckOptions["answers"]): Promise<string | null> => {
    const read = modelSettings(llm, env, section);
    if (!read.ok) problems.push(read.problem);
    if (!read.ok || read.settings === null) return null;
    const { settings } = read;
    say(`trying the model ${settings.model} of ${settings.facts.title}`);
    // Loading a model may take minutes: what is done is told as it is done.
    const checked = await checkModel(settings, { say, answers });
    if (!checked.ok) problems.push(checked.problem);
    return `${settings.model} (${settings.facts.title})`;
  };
  const planning = await check(config.remotebuddy.llm, "remotebuddy.llm", "json");
  await check(config.critic.llm, "critic.llm", "json");
  await check(config.localbuddy.llm, "localbuddy.llm", "words");
  return { summary: planning ?? "none: scripts and plain sentences are planned", problems };
}
