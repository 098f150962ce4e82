import { useEffect } from "react";
import { followPulse } from "../../lib/connection/pulse";
import { tell } from "../../lib/connection/store";
import { keepCache } from "../../lib/kept-cache";
import { useActiveServer } from "../../lib/servers";

/** Keeps the line to the server in use open, and what it told at hand for when there is none. */
export function useLive(): void {
  const server = useActiveServer();
  useEffect(keepCache, []);
  useEffect(() => {
    if (!server) return tell({ type: "signed_out", reason: null });
    tell({ type: "signed_in" });
    return followPulse(server);
  }, [server]);
}
