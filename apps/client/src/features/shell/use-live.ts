import { useEffect } from "react";
import { followPulse } from "../../lib/connection/pulse";
import { tell, useConnection } from "../../lib/connection/store";
import { keepCache } from "../../lib/kept-cache";
import { useActiveServer } from "../../lib/servers";
import { noteSignIn } from "../../lib/was-signed-in";

/** Keeps the line to the server in use open, and what it told at hand for when there is none. */
export function useLive(): void {
  const server = useActiveServer();
  useEffect(keepCache, []);
  const { name } = useConnection();
  useEffect(() => noteSignIn(name), [name]);
  useEffect(() => {
    if (!server) return tell({ type: "signed_out", reason: null });
    tell({ type: "signed_in" });
    return followPulse(server);
  }, [server]);
}
