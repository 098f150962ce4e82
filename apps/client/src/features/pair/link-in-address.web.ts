import { readPairingLink } from "@pushpals/protocol";
import { useState } from "react";

/** The pairing that the address of this page asks for. Its code is taken out of the address, where it could be seen. */
export function useLinkInAddress(): { address: string; code: string } | null {
  const [link] = useState(() => readPairingLink(location.href));
  if (link !== null && location.hash !== "") history.replaceState(history.state, "", location.pathname);
  return link;
}
