import type { DiffSummary } from "@pushpals/protocol";
import { useCallback, useMemo, useRef, useState } from "react";
import { storage } from "../../lib/storage";
import type { LongListRef } from "../../ui/long-list";
import { useWide } from "../../ui/use-wide";
import { dropComment, keepComment, useComments } from "./comments-store";
import type { DiffActions } from "./diff-list";
import { type PatchFile, readPatch } from "./model/patch";
import { type Editing, reviewRows } from "./model/review-rows";
import { type DiffMode, diffRows } from "./model/rows";

const MODE_KEY = "pushpals.diff-mode";

interface Folding {
  closed: ReadonlySet<string>;
  opened: ReadonlySet<string>;
}

/** All that the review of a diff is made of: its rows as they are folded and commented on, and what can be done. */
export function useReview(jobId: string, diff: { patch: string; diff: DiffSummary; truncated: boolean }) {
  const wide = useWide();
  const list = useRef<LongListRef>(null);
  const comments = useComments(jobId);
  const [editing, setEditing] = useState<Editing>(null);
  const [folding, setFolding] = useState<Folding>({ closed: new Set(), opened: new Set() });
  const [wanted, setWanted] = useState<DiffMode>(() => (storage.get(MODE_KEY) === "split" ? "split" : "unified"));
  const mode: DiffMode = wide ? wanted : "unified";
  const patch = useMemo(() => readPatch(diff.patch, diff.diff, diff.truncated), [diff]);
  const base = useMemo(() => diffRows(patch, { mode, ...folding }), [patch, mode, folding]);
  const rows = useMemo(() => reviewRows(base, comments, editing), [base, comments, editing]);

  const setMode = useCallback((next: DiffMode) => {
    storage.set(MODE_KEY, next);
    setWanted(next);
  }, []);
  const typed = useRef("");
  const actions = useMemo<DiffActions>(
    () => ({
      typed,
      onToggle: (key, open) => setFolding((before) => ({ ...before, closed: changed(before.closed, key, !open) })),
      onUnfold: (key) => setFolding((before) => ({ ...before, opened: changed(before.opened, key, true) })),
      onComment: (place) => {
        typed.current = "";
        setEditing({ place, comment: null });
      },
      onEdit: (comment) => {
        typed.current = comment.text;
        setEditing({ place: comment, comment });
      },
      onDrop: (comment) => dropComment(jobId, comment.id),
      onKeep: ({ path, side, line, quote }, before, text) => {
        const id = before?.id ?? `${Date.now().toString(36)}-${side}-${line}`;
        keepComment(jobId, { id, path, side, line, quote, text });
        setEditing(null);
      },
      onLeave: () => setEditing(null),
    }),
    [jobId],
  );
  const at = useRef(0);
  const goTo = (file: PatchFile) => {
    at.current = patch.files.indexOf(file);
    const index = rows.findIndex((row) => row.key === file.key);
    if (index !== -1) void list.current?.scrollToIndex({ index, animated: false });
  };
  /** The file after the one that was gone to last, or before it. */
  const step = (by: 1 | -1) => {
    const file = patch.files[Math.max(0, Math.min(patch.files.length - 1, at.current + by))];
    if (file) goTo(file);
  };
  return { patch, rows, comments, mode, setMode, actions, goTo, step, list };
}

function changed(set: ReadonlySet<string>, key: string, has: boolean): ReadonlySet<string> {
  const next = new Set(set);
  if (has) next.add(key);
  else next.delete(key);
  return next;
}
