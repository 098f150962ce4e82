export { type RunStepsOptions, runSteps } from "./run-steps";
