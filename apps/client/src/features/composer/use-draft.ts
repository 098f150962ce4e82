import { useCallback, useEffect, useRef, useState } from "react";
import { useClient } from "../../lib/client";
import type { Server } from "../../lib/server";
import { storage } from "../../lib/storage";
import type { SessionLog } from "../timeline/session-log";
import { useTold } from "../timeline/sessions";
import { type Draft, isUnsaved, received, restoredDraft, saved, typed } from "./draft";

/** A pause this long while writing, and the other devices hear of it. */
const SAVE_AFTER_MS = 700;

/** The draft of a session: on this device at once, on the person's other devices after a moment. */
export function useDraft(
  server: Server,
  sessionId: string,
  log: SessionLog,
  /** Whether the server knows the session: before that a draft stays on this device. */
  isThere: boolean,
): [string, (text: string) => void] {
  const client = useClient();
  const key = `pushpals.draft.${server.id}/${sessionId}`;
  const [draft, setDraft] = useState<Draft>(() => restoredDraft(storage.get(key)));
  const latest = useRef(draft);
  const change = useCallback(
    (to: (before: Draft) => Draft) => {
      latest.current = to(latest.current);
      if (latest.current.text === "") storage.remove(key);
      else storage.set(key, JSON.stringify(latest.current));
      setDraft(latest.current);
    },
    [key],
  );

  useEffect(() => {
    if (!isThere) return;
    const stop = new AbortController();
    void client.sessions.draft({ id: sessionId }, { signal: stop.signal }).then((reply) => {
      if (reply.ok) change((before) => received(before, reply.text, reply.revision));
    });
    return () => stop.abort();
  }, [client, sessionId, change, isThere]);

  const onDraftChanged = useCallback(
    ({ payload }: { payload: { text: string; revision: number } }) =>
      change((before) => received(before, payload.text, payload.revision)),
    [change],
  );
  useTold(log, "draft_changed", onDraftChanged);

  const save = useCallback(async () => {
    const { text } = latest.current;
    if (!isThere || !isUnsaved(latest.current)) return;
    const reply = await client.sessions.saveDraft({ id: sessionId, text });
    // Without a network it stays on this device, and is saved with the next letter.
    if (reply.ok) change((before) => saved(before, text, reply.revision));
  }, [client, sessionId, change, isThere]);
  useEffect(() => {
    if (draft.text === draft.synced) return;
    const timer = setTimeout(() => void save(), SAVE_AFTER_MS);
    return () => clearTimeout(timer);
  }, [draft.text, draft.synced, save]);

  const set = useCallback(
    (text: string) => {
      change((before) => typed(before, text));
      // What was sent is no draft any more, on any device.
      if (text === "") void save();
    },
    [change, save],
  );
  return [draft.text, set];
}
