import type { QueueStatus } from "@pushpals/protocol";
import { etaWords, span } from "@pushpals/sdk";
import type { Answer, AnswerContext } from "./answer";
import { id, list, paragraphs, plain } from "./markdown";

/** Everything that waits, in the order in which it will be taken up. */
export async function queue(context: AnswerContext): Promise<Answer> {
  const system = await context.client.system.status({}, { signal: context.signal });
  if (!system.ok) return system;
  const { requests, jobs, completions } = system.queues;
  return paragraphs(
    waiting("Requests to plan", requests),
    waiting("Jobs to run", jobs),
    waiting("Changes to land", completions),
  );
}

function waiting(title: string, queue: QueueStatus): string {
  const { counts, pending } = queue;
  const now = `${counts.claimed} in work${counts.blocked > 0 ? `, ${counts.blocked} held back` : ""}`;
  if (counts.pending === 0) return `**${title}**: nothing waits (${now}).`;
  const lines = pending.map(
    (item) =>
      `${item.queuePosition}. ${id(item.id)} ${plain(item.title)}: ${item.priority}, waited ${span(item.waitedMs)}, starts ${etaWords(item.etaMs)}`,
  );
  const more = counts.pending - pending.length;
  return `**${title}**: ${counts.pending} waiting, ${now}\n${list(more > 0 ? [...lines, `… and ${more} more`] : lines)}`;
}
