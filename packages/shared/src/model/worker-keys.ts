import type { Config } from "../config/index";
import { keyVariable } from "./backends";

/** The variables that hold the keys of the models that WorkerPals call: that of agents, and that of the critic. */
export function workerKeys({ workerpals, critic }: Config): string[] {
  const keys = [workerpals.llm.api_key_env, keyVariable(critic.llm) ?? ""];
  return keys.filter((name) => name !== "");
}
