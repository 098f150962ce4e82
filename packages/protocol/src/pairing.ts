/** What a phone opens to pair. The code stands behind `#`, which a browser sends to nobody. */
export const pairingLink = (address: string, code: string): string => `${address.replace(/\/+$/, "")}/pair#${code}`;

/** Address and code of a pairing link, as a camera reads it or a person pastes it; null for anything else. */
export function readPairingLink(text: string): { address: string; code: string } | null {
  const parts = /^(https?:\/\/[^\s/?#@]+)((?:\/[^\s?#]*)?)\/pair\/?#([\w.~-]{1,100})$/i.exec(text.trim());
  if (!parts) return null;
  const [, origin = "", path = "", code = ""] = parts;
  return { address: origin.toLowerCase() + path, code };
}
