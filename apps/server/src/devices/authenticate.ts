import { type Refusal, ROLE_SCOPES, type Role, refuse } from "@pushpals/protocol";
import { hashToken, sameToken } from "@pushpals/shared/auth";
import type { Core, Principal } from "../core";
import type { DeviceBook } from "./device-book";
import { noteSeen } from "./read-devices";

const SEEN_EVERY_MS = 60_000;

/** Tells who a token belongs to: a service's role, or a paired device. */
export function createAuthenticate(core: Core, tokens: Record<Role, string>, devices: DeviceBook) {
  const roles = (Object.keys(ROLE_SCOPES) as Role[]).map((name) => ({
    token: tokens[name],
    principal: { kind: "role", id: name, name, scopes: ROLE_SCOPES[name] } satisfies Principal,
  }));
  const seen = new Map<string, number>();
  return (token: string | null): Principal | Refusal => {
    if (token === null) return noToken("A token is needed");
    // All are compared, so that the time taken tells nothing.
    const matching = roles.filter((role) => sameToken(role.token, token));
    if (matching[0]) return matching[0].principal;
    const device = devices.find(hashToken(token));
    if (!device) return noToken("The token is not known here, or it was revoked");
    const now = core.clock.now();
    if (now - (seen.get(device.id) ?? 0) > SEEN_EVERY_MS) {
      seen.set(device.id, now);
      noteSeen(core, device.id);
    }
    return device;
  };
}

const noToken = (what: string): Refusal =>
  refuse(
    "unauthorized",
    `${what}: send "Authorization: Bearer <token>". On the server's machine it is in <data dir>/tokens/operator; a phone gets its own by pairing.`,
  );
