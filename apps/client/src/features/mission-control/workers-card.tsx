import { type SystemStatus, shortId } from "@pushpals/protocol";
import { ago } from "@pushpals/sdk";
import Bot from "lucide-react-native/icons/bot";
import Brain from "lucide-react-native/icons/brain";
import GitMerge from "lucide-react-native/icons/git-merge";
import { routes } from "../../lib/routes";
import { Card } from "../../ui/card";
import { EmptyState } from "../../ui/empty-state";
import { Row } from "../../ui/row";
import { StateBadge } from "../work/state-badge";
import { sandboxWords, workerState } from "../worker/worker-words";

const ICONS = { workerpal: Bot, remotebuddy: Brain, source_control_manager: GitMerge };
const ROLES = { workerpal: "worker", remotebuddy: "planner", source_control_manager: "lands changes" };

/** Who is there, and what each of them does. */
export function WorkersCard({ status }: { status: SystemStatus }) {
  const { workers, ts } = status;
  return (
    <Card title="Team" flush>
      {workers.length === 0 ? (
        <EmptyState icon={Bot} title="Nobody has reported yet" detail="`bun run start` starts the whole team." />
      ) : (
        workers.map((worker, index) => (
          <Row
            key={worker.workerId}
            title={worker.workerId}
            icon={ICONS[worker.role]}
            detail={[
              ROLES[worker.role],
              worker.itemId === null ? `seen ${ago(worker.lastSeenAt, ts)}` : `has ${shortId(worker.itemId)}`,
              sandboxWords(worker),
            ]
              .filter(Boolean)
              .join(" · ")}
            end={<StateBadge state={workerState(worker)} />}
            href={routes.worker(worker.workerId)}
            last={index === workers.length - 1}
          />
        ))
      )}
    </Card>
  );
}
