import type { Approval } from "@pushpals/protocol";
import { useRead } from "../../lib/query";
import { useSessionState } from "../timeline/session-view";

const KEY = ["approvals", "pending"] as const;

/** What this session asks a person, oldest first, with its subject. */
export function useAskedHere(sessionId: string): Approval[] {
  const open = useSessionState(({ timeline }) =>
    [...timeline.open].filter((key) => key.startsWith("approval:")).join(" "),
  );
  const { data } = useRead(
    KEY,
    (client, signal) => client.approvals.list({ status: "pending", limit: 200 }, { signal }),
    {
      enabled: open !== "",
    },
  );
  return (data?.approvals ?? [])
    .filter((approval) => approval.sessionId === sessionId && open.includes(approval.approvalId))
    .reverse();
}

/** An approval as it is by now: how it was decided, here or elsewhere, is in the session before it is in any list. */
export function useAsItIs(approval: Approval | null): Approval | null {
  const row = useSessionState(({ timeline }) => {
    const known = timeline.rows[timeline.at.get(`approval:${approval?.approvalId ?? ""}`) ?? -1];
    return known?.kind === "approval" && known.state !== "pending" ? known : null;
  });
  if (!approval || !row) return approval;
  const { state: status, by: decidedBy, note, decidedAt } = row;
  return { ...approval, status, decidedBy, note, decidedAt };
}
