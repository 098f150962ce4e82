/** The text that is being written in a session, here and on the person's other devices. */
export interface Draft {
  readonly text: string;
  /** What the server has, as far as is known here. */
  readonly synced: string;
  readonly revision: number;
}

export const emptyDraft: Draft = { text: "", synced: "", revision: 0 };

/**
 * As it was kept on this device, with what the server had then: a text that was in step may be replaced by a newer one,
 * one that was not yet saved may not.
 */
export function restoredDraft(kept: string | null): Draft {
  if (kept === null || !kept.startsWith("{")) return emptyDraft;
  return { ...emptyDraft, ...(JSON.parse(kept) as Draft) };
}

export const typed = (draft: Draft, text: string): Draft => ({ ...draft, text });

/** The server has taken a text of ours. */
export const saved = (draft: Draft, text: string, revision: number): Draft =>
  revision < draft.revision ? draft : { ...draft, synced: text, revision };

/** What another device, or an earlier visit, has left: taken over, unless something is being written here. */
export function received(draft: Draft, text: string, revision: number): Draft {
  if (revision <= draft.revision) return draft;
  const isWriting = draft.text !== draft.synced;
  return { text: isWriting ? draft.text : text, synced: text, revision };
}

export const isUnsaved = (draft: Draft): boolean => draft.text !== draft.synced;
