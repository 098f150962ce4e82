import type { Config, LlmConfig } from "@pushpals/shared/config";
import { keyVariable } from "@pushpals/shared/model";
import type { ServiceName } from "./services";

/** The key of the model that a service calls: for that service alone, not for those that run the code of jobs. */
export function modelKey(
  name: ServiceName,
  config: Config,
  env: Record<string, string | undefined>,
): Record<string, string> {
  const called: Partial<Record<ServiceName, LlmConfig>> = {
    remotebuddy: config.remotebuddy.llm,
    localbuddy: config.localbuddy.llm,
  };
  const llm = called[name];
  const variable = llm ? keyVariable(llm) : null;
  const key = variable === null ? undefined : env[variable];
  return variable === null || !key ? {} : { [variable]: key };
}
