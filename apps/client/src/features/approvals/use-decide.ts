import type { Approval } from "@pushpals/protocol";
import { invalidate, useWrite } from "../../lib/query";
import { showToast } from "../../ui/toast";

export interface Decision {
  decision: "approve" | "deny";
  scope?: "once" | "session";
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
