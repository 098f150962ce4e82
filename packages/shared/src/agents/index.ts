export { type AgentChoice, chooseAgent } from "./choose-agent";
export { choiceNamed, configFor } from "./config-for";
export { type Examined, examineAgent } from "./examine-agent";
export { type FoundAgent, findAgent } from "./find-agent";
export { type AgentProfile, agentProfile, launchOf, type ModelApi } from "./profile";
export { PROFILES } from "./profiles/index";
