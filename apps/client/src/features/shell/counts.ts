import { useRead } from "../../lib/query";

/** How much waits for this person; 0 while it is not known. */
export function useNeedsYouCount(): number {
  const { data } = useRead(["needs-you"], (client, signal) => client.system.needsYou({}, { signal }));
  return data ? data.counts.approvals + data.counts.questions + data.counts.failures : 0;
}
