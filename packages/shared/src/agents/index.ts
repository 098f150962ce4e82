export { type AgentChoice, chooseAgent } from "./choose-agent";
export { type FoundAgent, findAgent } from "./find-agent";
export { type AgentProfile, agentProfile, launchOf, type ModelApi } from "./profile";
export { PROFILES } from "./profiles/index";
