import {
  DEVICE_SCOPES,
  type deviceRoutes,
  PAIRING_TTL_MS,
  type Refusal,
  type RouteReply,
  refuse,
} from "@pushpals/protocol";
import type { Core, Principal } from "../core";
import type { Parsed } from "../parsed";
import { statement } from "../store/statement";
import { newPairingCode, pairingHash } from "./pairing-code";

type Reply = RouteReply<typeof deviceRoutes.pair>;

const FORGET_OLD = statement("DELETE FROM pairings WHERE expires_at <= ?1");
const INSERT = statement("INSERT INTO pairings (code_hash, scopes, expires_at) VALUES (?1, ?2, ?3)");

/** Makes a pairing code. It gives nothing that its maker has not. */
export async function pairDevice(
  core: Core,
  input: Parsed<typeof deviceRoutes.pair>,
  caller: Principal,
): Promise<Reply | Refusal> {
  const scopes = [...(input.scopes ?? DEVICE_SCOPES)];
  const beyond = scopes.filter((scope) => !caller.scopes.includes(scope));
  if (beyond.length > 0)
    return refuse("forbidden", `You cannot give what you have not: ${beyond.join(", ")}.`, { scopes: beyond });
  const code = newPairingCode();
  const now = core.clock.now();
  const expiresAt = now + PAIRING_TTL_MS;
  return core.store.write(async (tx): Promise<Reply> => {
    await tx.run(FORGET_OLD, now - PAIRING_TTL_MS);
    await tx.run(INSERT, pairingHash(code), JSON.stringify(scopes), expiresAt);
    return { ok: true, code, expiresAt, scopes };
  });
}
