import type { Refusal } from "@pushpals/protocol";
import type { Client } from "@pushpals/sdk";
import type { ModelSettings } from "@pushpals/shared/model";
import type { ReviewPlace } from "@pushpals/shared/review";

export interface AnswerContext {
  /** Speaks with the caller's own token. */
  client: Client;
  /** The user's repository, or a folder in it. */
  repositoryPath: string;
  /** Push Pals' own copy, for what has landed. */
  review: ReviewPlace;
  /** The model for small talk; null: none. It is asked for nothing else. */
  smallTalk: ModelSettings | null;
  /** Milliseconds since the epoch. */
  now: number;
  signal: AbortSignal;
}

/** Markdown for the person; or the server's refusal, when there is nothing to answer from. */
export type Answer = string | Refusal;

/** What somebody who asks for a thing by a wrong id should read: that is an answer, not an error. */
export const isAnswerable = (refusal: Refusal): boolean =>
  refusal.code === "not_found" || refusal.code === "ambiguous_id" || refusal.code === "bad_request";
