import { createHash, timingSafeEqual } from "node:crypto";

/** Hex SHA-256: all that is kept of a device's token. */
export const hashToken = (token: string): string => createHash("sha256").update(token).digest("hex");

/** Equality in constant time, whatever the lengths. */
export function sameToken(a: string, b: string): boolean {
  return timingSafeEqual(createHash("sha256").update(a).digest(), createHash("sha256").update(b).digest());
}
