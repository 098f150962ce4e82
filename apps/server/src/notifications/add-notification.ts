import type { Core } from "../core";
import { statement } from "../store/statement";
import type { Tx } from "../store/store";
import type { Notice } from "./compose";
import { reachableDevices } from "./settings-row";
import { deviceTarget, type NotificationTargets, webhookTargets } from "./targets";

const INSERT = statement<{ seq: number }>(
  `INSERT INTO notifications (kind, title, body, link, session_id, request_id, job_id, approval_id, device_id, created_at)
   VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9, ?10) RETURNING seq`,
);
const DELIVER = statement("INSERT INTO deliveries (notification, target, due_at) VALUES (?1, ?2, ?3)");

const TITLE_LENGTH = 110;
const BODY_LENGTH = 300;

/** Writes a notification, and a delivery of it for every device and webhook that wants one. */
export async function addNotification(core: Core, tx: Tx, targets: NotificationTargets, notice: Notice): Promise<void> {
  const now = core.clock.now();
  const { kind, verb, subject, link, sessionId, requestId, jobId, approvalId, deviceId } = notice;
  const about = oneLine(subject, TITLE_LENGTH);
  const title = targets.details && about !== "" ? `${verb}: ${about}` : verb;
  const body = targets.details ? oneLine(notice.body, BODY_LENGTH) : "";
  const ids = [sessionId, requestId ?? null, jobId ?? null, approvalId ?? null, deviceId ?? null];
  const made = await tx.first(INSERT, kind, title, body, link, ...ids, now);
  if (!made) throw new Error("the notification was not stored");
  const devices = (await reachableDevices(tx)).filter((device) =>
    deviceId === undefined ? device.kinds.includes(kind) : device.deviceId === deviceId,
  );
  const names = [
    ...devices.map((device) => deviceTarget(device.deviceId)),
    ...(deviceId === undefined ? webhookTargets(targets, kind) : []),
  ];
  for (const target of new Set(names)) await tx.run(DELIVER, made.seq, target, now);
  tx.afterCommit(() => {
    core.events.feed.pulse({ sessionId: null, cursor: 0, type: "notified" });
    if (names.length > 0) targets.wake();
  });
}

function oneLine(text: string, limit: number): string {
  const line = text
    .slice(0, 4 * limit)
    .replace(/\s+/g, " ")
    .trim();
  return line.length <= limit ? line : `${line.slice(0, limit - 1)}…`;
}
