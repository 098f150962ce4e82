import type { SystemStatus } from "@pushpals/protocol";

export type QueueName = keyof SystemStatus["queues"];

/** The three queues by what people call them, in the order of the way of a message. */
export const QUEUES: Record<QueueName, { title: string; one: string; runs: string }> = {
  requests: { title: "Requests", one: "request", runs: "Planned in" },
  jobs: { title: "Jobs", one: "job", runs: "Ran for" },
  completions: { title: "Landings", one: "landing", runs: "Landed in" },
};
