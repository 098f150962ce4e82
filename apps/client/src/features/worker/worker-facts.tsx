import type { WorkerRow } from "@pushpals/protocol";
import { ago } from "@pushpals/sdk";
import CircleAlert from "lucide-react-native/icons/circle-alert";
import { View } from "react-native";
import { routes } from "../../lib/routes";
import { Button } from "../../ui/button";
import { Card } from "../../ui/card";
import { Icon } from "../../ui/icon";
import { Text } from "../../ui/text";
import { makeStyles } from "../../ui/theme";
import { Facts } from "../work/facts";
import { StateBadge } from "../work/state-badge";
import { sandboxWords, workerState } from "./worker-words";

const ROLES: Record<WorkerRow["role"], string> = {
  workerpal: "WorkerPal: does jobs",
  remotebuddy: "RemoteBuddy: plans requests",
  source_control_manager: "SourceControlManager: lands changes",
};

/** Who it is, how it stands with it, and what it has in hand. */
export function WorkerFacts({ worker, now }: { worker: WorkerRow; now: number }) {
  const styles = useStyles();
  const working = worker.online && worker.itemId !== null && worker.role === "workerpal";
  return (
    <Card title={ROLES[worker.role]} action={<StateBadge state={workerState(worker)} />}>
      {worker.reason === undefined ? null : (
        <View style={styles.reason} role="alert">
          <Icon of={CircleAlert} tone="warning" />
          <Text variant="label" style={styles.grow}>
            {`It takes nothing: ${worker.reason}`}
          </Text>
        </View>
      )}
      <Facts
        facts={[
          { name: "Last heard of", value: ago(worker.lastSeenAt, now) },
          ...(worker.lanes.length > 0
            ? [{ name: "Lanes", value: worker.lanes.map((lane) => (lane === "openhands" ? "agent" : lane)).join(", ") }]
            : []),
          ...(worker.sandbox === null ? [] : [{ name: "Sandbox", value: sandboxWords(worker) }]),
          ...(worker.labels.length > 0 ? [{ name: "Labels", value: worker.labels.join(", ") }] : []),
          ...(worker.pid === null ? [] : [{ name: "Process", value: String(worker.pid), mono: true }]),
        ]}
      />
      {working && worker.itemId !== null ? (
        <View style={styles.actions}>
          <Button title="Open the job in hand" href={routes.job(worker.itemId)} kind="primary" />
        </View>
      ) : null}
    </Card>
  );
}

const useStyles = makeStyles((t) => ({
  reason: {
    flexDirection: "row",
    gap: t.space.sm,
    padding: t.space.md,
    borderRadius: t.radius.md,
    backgroundColor: t.color.warningSoft,
  },
  grow: { flex: 1 },
  actions: { flexDirection: "row" },
}));
