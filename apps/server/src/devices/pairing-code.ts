import { hashToken } from "@pushpals/shared/auth";

/** Without letters and digits that are taken for one another. */
const ALPHABET = "23456789ABCDEFGHJKLMNPQRSTUVWXYZ";
const LENGTH = 10;

/** A new code as a person types it: two groups of five. 32 letters to the tenth: 50 bits. */
export function newPairingCode(): string {
  const letters = [...crypto.getRandomValues(new Uint8Array(LENGTH))].map((byte) => ALPHABET[byte % ALPHABET.length]);
  return `${letters.slice(0, 5).join("")}-${letters.slice(5).join("")}`;
}

/** What is stored of a code; upper and lower case, spaces and dashes are alike. */
export const pairingHash = (code: string): string => hashToken(code.toUpperCase().replace(/[^A-Z0-9]/g, ""));

/** A token of a device's own: 32 random bytes. */
export const newDeviceToken = (): string =>
  `pp_device_${Buffer.from(crypto.getRandomValues(new Uint8Array(32))).toString("base64url")}`;
