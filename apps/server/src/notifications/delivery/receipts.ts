import { z } from "zod";
import type { Core } from "../../core";
import { statement } from "../../store/statement";
import type { Reader, Tx } from "../../store/store";
import { forgetSubscription } from "../forget-subscription";
import { deviceSettings, noteProblem } from "../settings-row";
import { judge, post } from "./result";
import { asJson, expoOutcome } from "./send-expo-push";

/** Expo has an answer of Apple or Google by then, as a rule, keeps it for a day, and tells of so many at a time. */
const ASK_AFTER_MS = 15 * 60_000;
const KEPT_MS = 86_400_000;
const AT_A_TIME = 1_000;

interface Row {
  receipt_id: string;
  device_id: string;
  token: string;
  sent_at: number;
}

const KEEP = statement(
  `INSERT INTO push_receipts (receipt_id, device_id, token, sent_at, due_at) VALUES (?1, ?2, ?3, ?4, ?5)
   ON CONFLICT (receipt_id) DO NOTHING`,
);
const DUE = statement<Row>(
  "SELECT receipt_id, device_id, token, sent_at FROM push_receipts WHERE due_at <= ?1 ORDER BY due_at LIMIT ?2",
);
const LATER = statement("UPDATE push_receipts SET due_at = ?2 WHERE receipt_id = ?1");
const DROP = statement("DELETE FROM push_receipts WHERE receipt_id = ?1");
const NEXT = statement<{ at: number | null }>("SELECT min(due_at) AS at FROM push_receipts");

/** Notes that what was sent to a device just now has to be asked about. */
export async function keepReceipt(tx: Tx, receiptId: string, deviceId: string, now: number): Promise<void> {
  const { subscription } = await deviceSettings(tx, deviceId);
  if (subscription?.channel === "expo")
    await tx.run(KEEP, receiptId, deviceId, subscription.token, now, now + ASK_AFTER_MS);
}

export const nextReceipt = async (reader: Reader): Promise<number | null> => (await reader.first(NEXT))?.at ?? null;

const receipts = z.object({ data: z.record(z.string(), expoOutcome) });

/**
 * Asks Expo what became of what it took: only then does it know that a phone has no app any more. What it does not know
 * yet is asked for again, for as long as it keeps such answers.
 */
export async function askForReceipts(core: Core, expoUrl: string, signal: AbortSignal): Promise<void> {
  const due = await core.store.read.all(DUE, core.clock.now(), AT_A_TIME);
  if (due.length === 0) return;
  const told = await ask(
    expoUrl,
    due.map((row) => row.receipt_id),
    signal,
  );
  if (told === null)
    core.log.warn({ receipts: due.length }, "Expo's receipts could not be read; asked for again later");
  await core.store.write(async (tx) => {
    for (const row of due) await settle(core, tx, row, told?.get(row.receipt_id));
  });
}

async function ask(
  expoUrl: string,
  ids: readonly string[],
  signal: AbortSignal,
): Promise<Map<string, z.infer<typeof expoOutcome>> | null> {
  if (expoUrl === "") return null;
  const headers = { "content-type": "application/json", accept: "application/json" };
  const answer = await post(new URL("getReceipts", expoUrl).href, { headers, body: JSON.stringify({ ids }) }, signal);
  if (!("status" in answer) || judge(answer.status, answer.retryAfter).kind !== "sent") return null;
  const parsed = receipts.safeParse(asJson(answer.text));
  return parsed.success ? new Map(Object.entries(parsed.data.data)) : null;
}

async function settle(core: Core, tx: Tx, row: Row, outcome: z.infer<typeof expoOutcome> | undefined): Promise<void> {
  const again = core.clock.now() + ASK_AFTER_MS;
  if (!outcome && again < row.sent_at + KEPT_MS) {
    await tx.run(LATER, row.receipt_id, again);
    return;
  }
  await tx.run(DROP, row.receipt_id);
  if (outcome?.status !== "error") return;
  const why = outcome.details?.error ?? "error";
  core.log.warn({ device: row.device_id, why }, "a notification did not reach its phone");
  const { subscription } = await deviceSettings(tx, row.device_id);
  // Subscribed anew meanwhile: what is said of the old token says nothing of the new one.
  if (subscription?.channel !== "expo" || subscription.token !== row.token) return;
  if (why === "DeviceNotRegistered")
    await forgetSubscription(tx, row.device_id, `its push service has ended it (${why})`);
  else await noteProblem(tx, row.device_id, why);
}
