import { type deviceRoutes, PAIRING_TRIES, type Refusal, type RouteReply, refuse } from "@pushpals/protocol";
import { hashToken } from "@pushpals/shared/auth";
import type { Core } from "../core";
import type { Parsed } from "../parsed";
import { statement } from "../store/statement";
import type { Tx } from "../store/store";
import type { DeviceTable } from "../store/tables";
import { type DeviceBook, deviceView } from "./device-book";
import { newDeviceToken, pairingHash } from "./pairing-code";

type Reply = RouteReply<typeof deviceRoutes.redeem> & { token: string };

const TAKE = statement<{ scopes: string; expires_at: number }>(
  "DELETE FROM pairings WHERE code_hash = ?1 RETURNING scopes, expires_at",
);
const COUNT_WRONG = statement("UPDATE pairings SET wrong_tries = wrong_tries + 1 WHERE expires_at > ?1");
const BURN = statement("DELETE FROM pairings WHERE wrong_tries >= ?1");
const INSERT = statement(
  "INSERT INTO devices (device_id, name, token_hash, scopes, created_at) VALUES (?1, ?2, ?3, ?4, ?5)",
);

/**
 * Turns a code into a token of the device's own, shown once. A wrong code counts against every open code,
 * as nobody can tell which one was meant: after five, all of them are burnt.
 */
export async function redeemPairing(
  core: Core,
  devices: DeviceBook,
  input: Pick<Parsed<typeof deviceRoutes.redeem>, "code" | "name">,
): Promise<Reply | Refusal> {
  // The count of wrong tries has to last, so its refusal is answered after the transaction.
  const result = await core.store.write(async (tx): Promise<{ done: Reply | Refusal }> => {
    const code = await tx.first(TAKE, pairingHash(input.code));
    if (!code) return { done: await countWrongTry(core, tx) };
    if (code.expires_at <= core.clock.now())
      return { done: refuse("expired", "The pairing code has run out. Make a new one.") };
    return { done: await addDevice(core, tx, devices, input.name, code.scopes) };
  });
  return "done" in result ? result.done : result;
}

async function countWrongTry(core: Core, tx: Tx): Promise<Refusal> {
  await tx.run(COUNT_WRONG, core.clock.now());
  const burnt = await tx.run(BURN, PAIRING_TRIES);
  if (burnt > 0)
    return refuse("too_many_tries", "Too many wrong codes: every open pairing code is void now. Make a new one.");
  return refuse("unauthorized", "That is no valid pairing code. Make one with `pushpals pair`, and mind each letter.");
}

async function addDevice(core: Core, tx: Tx, devices: DeviceBook, name: string, scopes: string): Promise<Reply> {
  const token = newDeviceToken();
  const row: DeviceTable = {
    device_id: Bun.randomUUIDv7(),
    name,
    token_hash: hashToken(token),
    scopes,
    created_at: core.clock.now(),
    last_seen_at: null,
    revoked_at: null,
  };
  await tx.run(INSERT, row.device_id, row.name, row.token_hash, row.scopes, row.created_at);
  tx.afterCommit(() => devices.add(row));
  return { ok: true, device: deviceView(row), token };
}
