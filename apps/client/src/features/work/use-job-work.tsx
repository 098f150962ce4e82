import type { JobRow } from "@pushpals/protocol";
import { useRouter } from "expo-router";
import { type ReactNode, useState } from "react";
import { useWrite } from "../../lib/query";
import { routes } from "../../lib/routes";
import { useActiveServer } from "../../lib/servers";
import { showToast } from "../../ui/toast";
import { outboxOf } from "../composer/outbox-store";
import { ConfirmSheet } from "./confirm-sheet";
import { tellRefused } from "./refused-toast";

const CHANGED = [["jobs"], ["job"], ["requests"], ["needs-you"], ["status"], ["completions"]];

export interface JobWork {
  cancel: () => void;
  redrive: () => void;
  undo: () => void;
  busy: boolean;
  /** Questions before what cannot simply be taken back; to be shown somewhere in the screen. */
  sheets: ReactNode;
}

/** The steps that a person takes with a job: asked for again where they destroy, told of once they are taken. */
export function useJobWork(job: JobRow): JobWork {
  const [asking, setAsking] = useState<"cancel" | "undo" | null>(null);
  const router = useRouter();
  const server = useActiveServer();
  const cancel = useWrite((client, id: string) => client.jobs.cancel({ id }), {
    invalidates: CHANGED,
    onDone: ({ cancelled }) => {
      setAsking(null);
      showToast({ title: cancelled ? "Cancelled" : "Stopping: its worker was told", tone: "info" });
    },
    onRefused: (refusal) => {
      setAsking(null);
      tellRefused("Not cancelled")(refusal);
    },
  });
  const redrive = useWrite((client, id: string) => client.jobs.redrive({ id }), {
    invalidates: CHANGED,
    onDone: () => void showToast({ title: "Back in line", tone: "success" }),
    onRefused: tellRefused("Not tried again"),
  });
  const undo = () => {
    setAsking(null);
    if (!server) return;
    outboxOf(server).send(job.sessionId, `/undo ${job.jobId}`, 0);
    router.push(routes.chat(job.sessionId));
  };
  return {
    cancel: () => setAsking("cancel"),
    redrive: () => redrive.mutate(job.jobId),
    undo: () => setAsking("undo"),
    busy: cancel.isPending || redrive.isPending,
    sheets: (
      <>
        <ConfirmSheet
          open={asking === "cancel"}
          onClose={() => setAsking(null)}
          title="Cancel this job?"
          detail={
            job.landing === "waiting"
              ? "Its change will not be landed. The branch with it is kept for a while."
              : "What it runs is stopped, and nothing of it lands. Jobs that build on it end too."
          }
          action="Cancel the job"
          danger
          busy={cancel.isPending}
          onConfirm={() => cancel.mutate(job.jobId)}
        />
        <ConfirmSheet
          open={asking === "undo"}
          onClose={() => setAsking(null)}
          title="Undo this change?"
          detail="A new job takes it back on the integration branch, with the same checks. The history keeps both."
          action="Undo the change"
          onConfirm={undo}
        />
      </>
    ),
  };
}
