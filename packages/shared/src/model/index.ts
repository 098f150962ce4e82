export {
  type AnswerFinding,
  type AskedForObject,
  askForObject,
  type ObjectQuestion,
  type ReadObject,
} from "./ask-for-object";
export { type Asked, askModel, type Patience } from "./ask-model";
export type { Question, Usage } from "./ask-once";
export { BACKENDS, keyVariable, type ModelBackend } from "./backends";
export { type CheckOptions, checkModel, type ModelChecked } from "./check-model";
export { isTransient, type ModelFault } from "./fault";
export { listModels } from "./list-models";
export { costUsd, type ModelProblem, type ModelSettings, modelSettings } from "./settings";
export { strictObject } from "./strict-object";
export { workerKeys } from "./worker-keys";
