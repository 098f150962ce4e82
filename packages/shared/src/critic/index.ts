export { type Critic, openCritic } from "./open-critic";
export type { Candidate, Chosen, Reviewed, ReviewedChange, ReviewedTask } from "./types";
