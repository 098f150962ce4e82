import { readPairingLink } from "@pushpals/protocol";
import { useLinkingURL } from "expo-linking";

/** The pairing that the link asks for which opened the app. */
export function useLinkInAddress(): { address: string; code: string } | null {
  const url = useLinkingURL();
  return url === null ? null : readPairingLink(url.replace(/^pushpals:\/\//, "http://"));
}
