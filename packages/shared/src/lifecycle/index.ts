export { backoffMs, delay } from "@pushpals/sdk";
export { createLifecycle, type Lifecycle, type LifecycleOptions } from "./create-lifecycle";
