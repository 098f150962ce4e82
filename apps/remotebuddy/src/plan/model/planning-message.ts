import type { ClaimedRequest } from "@pushpals/protocol";
import type { Mirror } from "@pushpals/shared/git";
import { type EventSource, recentTurns } from "./context/conversation";
import { fitSections, tokensOf } from "./context/fit-sections";
import { namedSections, wordsOf } from "./context/named";
import { repositoryMap } from "./context/repository-map";

export interface ContextSources {
  mirror: Mirror;
  integrationBranch: string;
  events: EventSource;
}

/** The message may take this part of what a model is given to read; the instructions and the context need the rest. */
const MESSAGE_SHARE = 0.6;

/**
 * What a model is given to read besides its instructions: the context, then the message, whole, within a budget.
 * Null when the message is too long for it: half of a message is another message.
 */
export async function planningMessage(
  request: ClaimedRequest,
  budgetTokens: number,
  { mirror, integrationBranch, events }: ContextSources,
  signal: AbortSignal,
): Promise<string | null> {
  const said = `# The message\n\n${request.prompt}\n`;
  if (tokensOf(said) > budgetTokens * MESSAGE_SHARE) return null;
  const [map, turns] = await Promise.all([
    repositoryMap(mirror, integrationBranch, wordsOf(request.prompt), signal),
    recentTurns(events, request, signal),
  ]);
  const conversation = { title: "The conversation so far", lines: turns, share: 0.15, keep: "last" as const };
  const sections = [...namedSections(request.context), conversation, ...map];
  return `# Context\n\n${fitSections(sections, budgetTokens - tokensOf(said) - 10)}${said}`;
}
