import type { PushMessage } from "@pushpals/protocol";
import type { Core } from "../../core";
import { statement } from "../../store/statement";
import type { Reader, Tx } from "../../store/store";

/** A delivery that this process is about to make. */
export interface Delivery {
  seq: number;
  target: string;
  attempts: number;
  createdAt: number;
  message: PushMessage;
}

interface Row {
  delivery: number;
  target: string;
  attempts: number;
  seq: number;
  kind: string;
  title: string;
  body: string;
  link: string;
  created_at: number;
}

const DUE = statement<Row>(
  `SELECT deliveries.seq AS delivery, target, attempts, notifications.seq, kind, title, body, link, created_at
   FROM deliveries JOIN notifications ON notifications.seq = deliveries.notification
   WHERE state = 0 AND due_at <= ?1 ORDER BY due_at LIMIT ?2`,
);
const TAKE = statement("UPDATE deliveries SET state = 1, attempts = attempts + 1 WHERE seq = ?1 AND state = 0");
const SENT = statement("UPDATE deliveries SET state = 2, problem = NULL WHERE seq = ?1");
const LATER = statement("UPDATE deliveries SET state = 0, due_at = ?2, problem = ?3 WHERE seq = ?1");
const GIVE_UP = statement("UPDATE deliveries SET state = 3, problem = ?2 WHERE seq = ?1");
const NEXT = statement<{ at: number | null }>("SELECT min(due_at) AS at FROM deliveries WHERE state = 0");
/** Sent again to a browser, a notification replaces itself; elsewhere it would come twice. */
const TAKE_UP = statement(
  `UPDATE deliveries SET state = 0 WHERE state = 1
     AND target IN (SELECT 'device:' || device_id FROM notification_settings WHERE channel = 'web')`,
);
const LEAVE = statement(
  "UPDATE deliveries SET state = 3, problem = 'the server ended while this was on its way' WHERE state = 1",
);
const FORGET_DELIVERIES = statement(
  "DELETE FROM deliveries WHERE notification IN (SELECT seq FROM notifications WHERE created_at < ?1)",
);
const FORGET_NOTIFICATIONS = statement("DELETE FROM notifications WHERE created_at < ?1");

const KEPT_MS = 30 * 86_400_000;

/** What another process had begun, and what is long past. */
export async function tidyOutbox(core: Core, tx: Tx): Promise<void> {
  await tx.run(TAKE_UP);
  await tx.run(LEAVE);
  const before = core.clock.now() - KEPT_MS;
  await tx.run(FORGET_DELIVERIES, before);
  await tx.run(FORGET_NOTIFICATIONS, before);
}

/** Takes what is due. From the commit on it counts as sent unless it is told otherwise: rather lost than twice. */
export async function takeDue(core: Core, tx: Tx, most: number): Promise<Delivery[]> {
  const rows = await tx.all(DUE, core.clock.now(), most);
  for (const row of rows) await tx.run(TAKE, row.delivery);
  return rows.map(({ delivery, target, attempts, created_at, seq, kind, title, body, link }) => ({
    seq: delivery,
    target,
    attempts: attempts + 1,
    createdAt: created_at,
    message: { id: seq, kind: kind as PushMessage["kind"], title, body, link },
  }));
}

export async function markSent(tx: Tx, seq: number): Promise<void> {
  await tx.run(SENT, seq);
}

export async function markLater(tx: Tx, seq: number, at: number, problem: string): Promise<void> {
  await tx.run(LATER, seq, at, problem);
}

export async function markGivenUp(tx: Tx, seq: number, problem: string): Promise<void> {
  await tx.run(GIVE_UP, seq, problem);
}

export const nextDue = async (reader: Reader): Promise<number | null> => (await reader.first(NEXT))?.at ?? null;
