export type { AgentLlmConfig } from "./agent-llm";
export { clientDir, clientUrl, dataDir, localbuddyUrl, serverUrl, sourceControlManagerUrl } from "./derived";
export { describeConfig } from "./describe-config";
export { type LlmConfig, MODEL_BACKENDS } from "./llm";
export { type LoadedConfig, type LoadOptions, loadConfig, projectRoot } from "./load-config";
export { loadConfigOrExit } from "./load-config-or-exit";
export type { Problem } from "./problem";
export { type Config, configSchema } from "./schema";
export { writeLocal } from "./write-local";
