import type { JobRow } from "@pushpals/protocol";
import { useRouter } from "expo-router";
import Ban from "lucide-react-native/icons/ban";
import FileDiff from "lucide-react-native/icons/file-diff";
import RotateCw from "lucide-react-native/icons/rotate-cw";
import Undo2 from "lucide-react-native/icons/undo-2";
import { useCommand } from "../../lib/commands/store";
import { routes } from "../../lib/routes";
import { jobActions } from "../work/job-actions";
import type { JobWork } from "../work/use-job-work";

export type JobTab = "overview" | "log" | "evidence";

const GROUP = "Job";

/** What can be done with the job that is on the screen, by keyboard and from the palette. */
export function useJobCommands(on: { job: JobRow; work: JobWork; setTab: (tab: JobTab) => void }): void {
  const { job, work, setTab } = on;
  const router = useRouter();
  const can = jobActions(job);
  const review = () => router.push(routes.jobDiff(job.jobId));
  useCommand({ title: "Overview of the job", group: GROUP, keys: "o", keysOnly: true, run: () => setTab("overview") });
  useCommand({ title: "Log of the job", group: GROUP, keys: "l", keysOnly: true, run: () => setTab("log") });
  useCommand({ title: "Evidence of the job", group: GROUP, keys: "e", keysOnly: true, run: () => setTab("evidence") });
  useCommand(can.review ? { title: "Review changes", group: GROUP, keys: "v", icon: FileDiff, run: review } : null);
  useCommand(can.cancel ? { title: "Cancel the job", group: GROUP, keys: "x", icon: Ban, run: work.cancel } : null);
  useCommand(
    can.redrive ? { title: "Try it again", group: GROUP, keys: "t", icon: RotateCw, run: work.redrive } : null,
  );
  useCommand(can.undo ? { title: "Undo this change", group: GROUP, keys: "u", icon: Undo2, run: work.undo } : null);
}
