import { type deviceRoutes, type Refusal, refuse } from "@pushpals/protocol";
import type { Core } from "../core";
import { forgetSubscription } from "../notifications/forget-subscription";
import type { Parsed } from "../parsed";
import { statement } from "../store/statement";
import type { DeviceBook } from "./device-book";
import { DEVICE } from "./read-devices";

const REVOKE = statement("UPDATE devices SET revoked_at = coalesce(revoked_at, ?2) WHERE device_id = ?1");

/** Revokes a device: from the commit on its token is worth nothing, and its open streams end. */
export function revokeDevice(
  core: Core,
  devices: DeviceBook,
  input: Parsed<typeof deviceRoutes.revoke>,
): Promise<{ ok: true } | Refusal> {
  return core.store.write(async (tx) => {
    const row = await tx.first(DEVICE, input.id);
    if (!row) return refuse("not_found", `There is no device ${input.id}.`);
    await tx.run(REVOKE, row.device_id, core.clock.now());
    await forgetSubscription(tx, row.device_id, null);
    tx.afterCommit(() => {
      devices.remove(row.token_hash);
      core.events.feed.endOf(row.device_id);
    });
    return { ok: true };
  });
}
