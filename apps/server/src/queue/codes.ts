import { ITEM_STATUSES, type ItemStatus, PRIORITIES, type Priority } from "@pushpals/protocol";

/** Queues by number, as stored. */
export const QUEUES = ["requests", "jobs", "completions"] as const;
export type QueueName = (typeof QUEUES)[number];
export const queueCode = (queue: QueueName): number => QUEUES.indexOf(queue);

/** What one item of each queue is called to a person. */
export const NOUN: Record<QueueName, string> = { requests: "request", jobs: "job", completions: "completion" };

/** States by number, as stored; the partial indexes have these numbers in their text. */
export const BLOCKED = 0;
export const PENDING = 1;
export const CLAIMED = 2;
export const COMPLETED = 3;
export const FAILED = 4;
export const CANCELLED = 5;

export const statusName = (code: number): ItemStatus => ITEM_STATUSES[code] ?? "failed";
export const statusCode = (status: ItemStatus): number => ITEM_STATUSES.indexOf(status);
export const isTerminal = (code: number): boolean => code >= COMPLETED;

/** The class of urgency; its number is its rank. */
export const priorityName = (code: number): Priority => PRIORITIES[code] ?? "background";
export const priorityCode = (priority: Priority): number => PRIORITIES.indexOf(priority);
