import type { DurableEventType } from "@pushpals/protocol";
import type { Folds } from "./fold";
import { jobFolds } from "./job";
import { landingFolds } from "./landing";
import { messageFolds } from "./message";
import { requestFolds } from "./request";

export type { Fold } from "./fold";

export const FOLD: Folds<DurableEventType> = { ...messageFolds, ...requestFolds, ...jobFolds, ...landingFolds };
