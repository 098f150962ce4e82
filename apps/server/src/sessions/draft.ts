import type { Draft, Refusal, RouteReply, sessionRoutes } from "@pushpals/protocol";
import type { Core, Principal } from "../core";
import { sendEphemeral } from "../events/append-event";
import type { Parsed } from "../parsed";
import { statement } from "../store/statement";
import type { Reader } from "../store/store";
import { sessionCursor } from "./session";

interface Row {
  text: string;
  revision: number;
  updated_by: string;
  updated_at: number;
}

const DRAFT = statement<Row>("SELECT text, revision, updated_by, updated_at FROM drafts WHERE session_id = ?1");
const SAVE = statement(
  `INSERT INTO drafts (session_id, text, revision, updated_by, updated_at) VALUES (?1, ?2, ?3, ?4, ?5)
   ON CONFLICT (session_id) DO UPDATE SET text = excluded.text, revision = excluded.revision,
     updated_by = excluded.updated_by, updated_at = excluded.updated_at`,
);

const NONE: Draft = { text: "", revision: 0, by: null, updatedAt: null };

async function draftOf(reader: Reader, sessionId: string): Promise<Draft> {
  const row = await reader.first(DRAFT, sessionId);
  return row ? { text: row.text, revision: row.revision, by: row.updated_by, updatedAt: row.updated_at } : NONE;
}

/** What is being written in a session; empty when nothing is. */
export async function readDraft(
  core: Core,
  input: Parsed<typeof sessionRoutes.draft>,
): Promise<RouteReply<typeof sessionRoutes.draft> | Refusal> {
  const session = await sessionCursor(core.store.read, input.id);
  return session.ok ? { ok: true, ...(await draftOf(core.store.read, input.id)) } : session;
}

/**
 * Keeps what is being written; whoever writes last wins, and all other devices hear of it. One that wrote on an old
 * revision is told what it has replaced, so that nothing a person typed is lost unseen.
 */
export function saveDraft(
  core: Core,
  input: Parsed<typeof sessionRoutes.saveDraft>,
  caller: Principal,
): Promise<RouteReply<typeof sessionRoutes.saveDraft> | Refusal> {
  return core.store.write(async (tx): Promise<RouteReply<typeof sessionRoutes.saveDraft> | Refusal> => {
    const session = await sessionCursor(tx, input.id);
    if (!session.ok) return session;
    const before = await draftOf(tx, input.id);
    // Nothing new, so nobody has to hear of it: a device that writes what all have already starts no echo.
    if (before.text === input.text) return { ok: true, ...before };
    const saved = {
      text: input.text,
      revision: before.revision + 1,
      by: caller.name,
      updatedAt: core.clock.now(),
    };
    await tx.run(SAVE, input.id, saved.text, saved.revision, saved.by, saved.updatedAt);
    const { cursor } = await sendEphemeral(core.events, tx, input.id, "draft_changed", saved, { from: "server" });
    tx.afterCommit(() => core.events.feed.pulse({ sessionId: input.id, cursor, type: "draft_changed" }));
    const isStale = input.revision !== undefined && input.revision !== before.revision && before.text !== "";
    return { ok: true, ...saved, ...(isStale ? { replaced: before.text } : {}) };
  });
}
