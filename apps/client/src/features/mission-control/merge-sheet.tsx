import { type BaseMerge, type Refusal, refuse } from "@pushpals/protocol";
import { count } from "@pushpals/sdk";
import { useWrite } from "../../lib/query";
import { showToast } from "../../ui/toast";
import { ConfirmSheet } from "../work/confirm-sheet";
import { tellRefused } from "../work/refused-toast";

export interface MergeSheetProps {
  open: boolean;
  onClose: () => void;
  /** What the person has seen: never more than that is merged. */
  headSha: string;
  ahead: number | null;
  baseBranch: string;
}

const WAIT_MS = 30_000;
/** Checks may have to run before the base branch is moved. */
const TRIES = 20;

/** Asks before the base branch is moved, and tells what came of it. */
export function MergeSheet({ open, onClose, headSha, ahead, baseBranch }: MergeSheetProps) {
  const merge = useWrite(
    async (client, head: string): Promise<{ ok: true; merge: BaseMerge } | Refusal> => {
      // It is told in the chat where people last were.
      const sessions = await client.sessions.list({ limit: 1 });
      if (!sessions.ok) return sessions;
      const sessionId = sessions.sessions[0]?.sessionId;
      if (sessionId === undefined) return refuse("not_found", "There is no chat yet in which this could be told.");
      let reply = await client.merges.create({ sessionId, headSha: head });
      for (let tries = 0; reply.ok && reply.merge.status === "pending" && tries < TRIES; tries += 1)
        reply = await client.merges.get({ id: reply.merge.mergeId, waitMs: WAIT_MS });
      return reply;
    },
    {
      invalidates: [["landing"], ["status"]],
      onDone: ({ merge: { result } }) => {
        onClose();
        const refused = result === null || result.outcome === "refused";
        const detail = result?.message ?? "Nobody has answered. Is SourceControlManager running?";
        showToast({
          title: refused ? "Not merged" : `Merged to ${baseBranch}`,
          detail,
          tone: refused ? "danger" : "success",
        });
      },
      onRefused: (refusal) => {
        onClose();
        tellRefused("Not merged")(refusal);
      },
    },
  );
  return (
    <ConfirmSheet
      open={open}
      onClose={onClose}
      title={`Merge to ${baseBranch}?`}
      detail={`${ahead === null ? "All that has landed" : count(ahead, "change")} up to ${headSha.slice(0, 9)} ${ahead === 1 ? "gets" : "get"} onto ${baseBranch} by a fast-forward, once the checks pass on it.`}
      action={`Merge to ${baseBranch}`}
      busy={merge.isPending}
      onConfirm={() => merge.mutate(headSha)}
    />
  );
}
