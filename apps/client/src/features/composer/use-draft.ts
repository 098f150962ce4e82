import { useCallback, useState } from "react";
import type { Server } from "../../lib/server";
import { storage } from "../../lib/storage";

/** The draft of a session; it survives a reload. */
export function useDraft(server: Server, sessionId: string): [string, (text: string) => void] {
  const key = `pushpals.draft.${server.id}/${sessionId}`;
  const [text, setText] = useState(() => storage.get(key) ?? "");
  const set = useCallback(
    (next: string) => {
      if (next === "") storage.remove(key);
      else storage.set(key, next);
      setText(next);
    },
    [key],
  );
  return [text, set];
}
