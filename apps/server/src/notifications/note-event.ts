import type { EventPayload } from "@pushpals/protocol";
import type { Core } from "../core";
import type { NotedEvent } from "../events/append-event";
import type { Tx } from "../store/store";
import { addNotification } from "./add-notification";
import { noticeOfApproval, noticeOfEnd, noticeOfQuestion } from "./compose";
import { settleApproval, settleQuestion } from "./settle-notifications";
import type { NotificationTargets } from "./targets";

/**
 * Notes, in the transaction of an event, the notification that follows from it, with a delivery for each who wants it:
 * either all of it is there, or the event never was.
 */
export const noteEvent =
  (core: Core, targets: NotificationTargets) =>
  (tx: Tx, event: NotedEvent): Promise<void> | undefined => {
    if (event.type === "status" && event.payload.state === "request_ended")
      return noteEnd(core, tx, targets, event.sessionId, event.payload);
    if (event.type === "approval_required")
      return addNotification(core, tx, targets, noticeOfApproval(event.sessionId, event.payload));
    if (event.type === "approved" || event.type === "denied") return settleApproval(core, tx, event.payload.approvalId);
    if (event.type === "assistant_message" && event.payload.jobId !== undefined)
      return noteQuestion(core, tx, targets, event.sessionId, event.payload.jobId, event.payload.text);
    if (event.type === "message" && event.payload.jobId !== undefined)
      return settleQuestion(core, tx, event.payload.jobId);
    return undefined;
  };

type Ended = Extract<EventPayload<"status">, { state: "request_ended" }>;

async function noteEnd(
  core: Core,
  tx: Tx,
  targets: NotificationTargets,
  sessionId: string,
  ended: Ended,
): Promise<void> {
  const notice = await noticeOfEnd(tx, sessionId, ended);
  if (notice) await addNotification(core, tx, targets, notice);
}

/** Of all that is said of a job, only what it has asked and waits for. */
async function noteQuestion(
  core: Core,
  tx: Tx,
  targets: NotificationTargets,
  sessionId: string,
  jobId: string,
  text: string,
): Promise<void> {
  const notice = await noticeOfQuestion(tx, sessionId, jobId, text);
  if (notice) await addNotification(core, tx, targets, notice);
}
