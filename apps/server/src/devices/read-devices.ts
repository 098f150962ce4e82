import { type deviceRoutes, type Refusal, type RouteReply, refuse } from "@pushpals/protocol";
import type { Core } from "../core";
import type { Parsed } from "../parsed";
import { statement } from "../store/statement";
import type { DeviceTable } from "../store/tables";
import { deviceView } from "./device-book";

export const DEVICE = statement<DeviceTable>("SELECT * FROM devices WHERE device_id = ?1");
const ALL = statement<DeviceTable>("SELECT * FROM devices ORDER BY created_at DESC");
const SEEN = statement("UPDATE devices SET last_seen_at = ?2 WHERE device_id = ?1");

export async function listDevices(core: Core): Promise<RouteReply<typeof deviceRoutes.list>> {
  return { ok: true, devices: (await core.store.read.all(ALL)).map(deviceView) };
}

export async function getDevice(
  core: Core,
  input: Parsed<typeof deviceRoutes.get>,
): Promise<RouteReply<typeof deviceRoutes.get> | Refusal> {
  const row = await core.store.read.first(DEVICE, input.id);
  return row ? { ok: true, device: deviceView(row) } : refuse("not_found", `There is no device ${input.id}.`);
}

/** Notes when a device was last seen; nobody waits for it. */
export function noteSeen(core: Core, deviceId: string): void {
  core.store
    .write((tx) => tx.run(SEEN, deviceId, core.clock.now()))
    .catch((error: unknown) => core.log.warn({ err: error }, "could not note when a device was seen"));
}
