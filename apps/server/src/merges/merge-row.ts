import { type BaseMerge, MERGE_TTL_MS, type MergeResult } from "@pushpals/protocol";
import type { Selectable } from "kysely";
import type { Core } from "../core";
import { statement } from "../store/statement";
import type { Reader } from "../store/store";
import type { MergeTable } from "../store/tables";

export type MergeRow = Selectable<MergeTable>;

const BY_ID = statement<MergeRow>("SELECT * FROM merges WHERE merge_id = ?1");

export const mergeById = (reader: Reader, id: string): Promise<MergeRow | undefined> =>
  reader.first(BY_ID, id.toLowerCase());

/** A wish made before this time has expired. */
export const oldestAlive = (core: Core): number => core.clock.now() - MERGE_TTL_MS;

/** A wish as it is shown. */
export const mergeView = (core: Core, row: MergeRow): BaseMerge => ({
  mergeId: row.merge_id,
  sessionId: row.session_id,
  headSha: row.head_sha,
  by: row.requested_by,
  status: row.result !== null ? "settled" : row.created_at < oldestAlive(core) ? "expired" : "pending",
  createdAt: row.created_at,
  result: row.result === null ? null : (JSON.parse(row.result) as MergeResult),
});

/** Tells SourceControlManager that a wish has come. */
export const WISHES = "merges";
export const mergeKey = (id: string): string => `merge:${id}`;
