import type { NotificationKind, PushSubscriptionInput } from "@pushpals/protocol";
import { NOTIFICATION_KINDS } from "@pushpals/protocol";
import { statement } from "../store/statement";
import type { Reader, Tx } from "../store/store";

interface Row {
  device_id: string;
  kinds: string;
  channel: string | null;
  address: string | null;
  subscribed_at: number | null;
  problem: string | null;
}

/** What a device wants to hear of, and how it is reached. */
export interface DeviceSettings {
  deviceId: string;
  kinds: readonly NotificationKind[];
  subscription: PushSubscriptionInput | null;
  since: number | null;
  problem: string | null;
}

const COLUMNS = "settings.device_id, kinds, channel, address, subscribed_at, problem";
const ONE = statement<Row>(`SELECT ${COLUMNS} FROM notification_settings AS settings WHERE device_id = ?1`);
const REACHABLE = statement<Row>(
  `SELECT ${COLUMNS} FROM notification_settings AS settings JOIN devices ON devices.device_id = settings.device_id
   WHERE channel IS NOT NULL AND devices.revoked_at IS NULL`,
);

const settingsOf = (row: Row): DeviceSettings => ({
  deviceId: row.device_id,
  kinds: JSON.parse(row.kinds) as NotificationKind[],
  subscription: row.address === null ? null : (JSON.parse(row.address) as PushSubscriptionInput),
  since: row.subscribed_at,
  problem: row.problem,
});

/** Until a device has chosen, it hears of everything. */
export async function deviceSettings(reader: Reader, deviceId: string): Promise<DeviceSettings> {
  const row = await reader.first(ONE, deviceId);
  return row
    ? settingsOf(row)
    : { deviceId, kinds: NOTIFICATION_KINDS, subscription: null, since: null, problem: null };
}

/** Devices that can be told while their client is closed. */
export const reachableDevices = async (reader: Reader): Promise<DeviceSettings[]> =>
  (await reader.all(REACHABLE)).map(settingsOf);

const PROBLEM = statement("UPDATE notification_settings SET problem = ?2 WHERE device_id = ?1 AND channel IS NOT NULL");

/** Keeps why the last one did not get through, for the device's own settings. */
export async function noteProblem(tx: Tx, deviceId: string, problem: string | null): Promise<void> {
  await tx.run(PROBLEM, deviceId, problem);
}
