import type { EnvelopeOf, EventType } from "@pushpals/protocol";
import type { Draft } from "../draft";

/** Works one type of event into the timeline. */
export type Fold<T extends EventType> = (draft: Draft, event: EnvelopeOf<T>, cursor: number) => void;

/** One for each type; null where other events tell the same. */
export type Folds<T extends EventType> = { readonly [K in T]: Fold<K> | null };
