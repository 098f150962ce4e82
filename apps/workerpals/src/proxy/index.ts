export { type JobModel, type JobModels, jobModels } from "./job-models";
export { openModelProxy } from "./open-model-proxy";
export { type ProxySettings, proxySettings } from "./proxy-settings";
export { quotaFailure } from "./quota-failure";
export type {
  ModelApi,
  ModelBackend,
  ModelBudget,
  ModelCall,
  ModelPrices,
  ModelProxy,
  ModelProxyOptions,
  ModelQuota,
  ModelUsage,
} from "./types";
