import { failed } from "../outcome";
import type { Lane } from "./lane";

/** Agents over the Agent Client Protocol. */
export const openhandsLane: Lane = async () =>
  failed(
    "lane_unavailable",
    "This task needs an agent, and none is connected to this WorkerPal. " +
      'Set `workerpals.openhands.agent` in config/local.toml, or write the change as a script, such as "/write <path>" with a fenced block.',
  );
