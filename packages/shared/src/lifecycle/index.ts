export { backoffMs, delay } from "@pushpals/sdk";
export { createLifecycle, type Lifecycle, type LifecycleOptions } from "./create-lifecycle";
export { type Interrupt, onInterrupt } from "./on-interrupt";
