import type { Approval } from "@pushpals/protocol";
import { useEffect } from "react";
import { invalidate, useRead, useWrite } from "../../lib/query";
import { showToast } from "../../ui/toast";
import type { ApprovalRow } from "../timeline/row";
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
  // biome-ignore lint/correctness/useExhaustiveDependencies: it is fetched anew because another one is open
  useEffect(() => invalidate(KEY), [open]);
  return (data?.approvals ?? [])
    .filter((approval) => approval.sessionId === sessionId && open.includes(approval.approvalId))
    .reverse();
}

/** How it was decided, here or elsewhere, as soon as that is known. */
export const useDecision = (approvalId: string): ApprovalRow | undefined =>
  useSessionState(({ timeline }) => {
    const at = timeline.at.get(`approval:${approvalId}`);
    const row = at === undefined ? undefined : timeline.rows[at];
    return row?.kind === "approval" && row.state !== "pending" ? row : undefined;
  });

export interface Decision {
  decision: "approve" | "deny";
  note?: string;
}

export function useDecide(approval: Approval) {
  return useWrite(
    (client, decided: Decision) =>
      client.approvals.decide({ id: approval.approvalId, diffSha: approval.diffSha, ...decided }),
    {
      invalidates: [["approvals"], ["needs-you"]],
      onRefused: ({ code, message }) => {
        invalidate(["approvals"]);
        // That somebody else was faster is no failure: the card says who.
        if (code !== "already_decided") showToast({ title: "Not decided", detail: message, tone: "danger" });
      },
    },
  );
}
