import type { Config } from "@pushpals/shared/config";
import { keyVariable } from "@pushpals/shared/model";
import type { ServiceName } from "./services";

/** The key of the model that a service calls: for that service alone, not for those that run the code of jobs. */
export function modelKey(
  name: ServiceName,
  config: Config,
  env: Record<string, string | undefined>,
): Record<string, string> {
  const variable = name === "remotebuddy" ? keyVariable(config.remotebuddy.llm) : null;
  const key = variable === null ? undefined : env[variable];
  return variable === null || !key ? {} : { [variable]: key };
}
