import { failed } from "../../outcome";
import type { Lane } from "../lane";

const HOW =
  'Set `workerpals.openhands.agent` in config/local.toml, or write the change as a script, such as "/write <path>" with a fenced block.';

/** The lane of a worker that has no agent, or one that cannot be used here; `why` says so. */
export const noAgent =
  (why: string | null): Lane =>
  async () =>
    failed("lane_unavailable", `This task needs an agent. ${why ?? "None is connected to this WorkerPal."} ${HOW}`);
