import type { SystemStatus } from "@pushpals/protocol";
import { useState } from "react";
import { View } from "react-native";
import { useRead } from "../../lib/query";
import { Card } from "../../ui/card";
import { SegmentedControl } from "../../ui/segmented-control";
import { makeStyles } from "../../ui/theme";
import { Unread } from "../work/unread";
import { LatencyFigure } from "./latency-figure";
import { OutcomeFigure } from "./outcome-figure";
import { QUEUES, type QueueName } from "./queues";

const BUCKETS = 48;
/** The window moves on though nothing happens. */
const REFRESH_MS = 5 * 60_000;

/** Waits, runtimes and outcomes of one queue over the last day. */
export function DayCard({ status }: { status: SystemStatus }) {
  const styles = useStyles();
  const [name, setName] = useState<QueueName>("jobs");
  const series = useRead(["series"], (client, signal) => client.system.series({ buckets: BUCKETS }, { signal }), {
    everyMs: REFRESH_MS,
  });
  const { slo } = status.queues[name];
  return (
    <Card title="Last 24 hours">
      <View style={styles.choice}>
        <SegmentedControl
          label="Queue"
          value={name}
          onChange={setName}
          segments={(Object.keys(QUEUES) as QueueName[]).map((value) => ({ value, title: QUEUES[value].title }))}
        />
      </View>
      {series.data ? (
        <View style={styles.figures}>
          <OutcomeFigure buckets={series.data.queues[name]} bucketMs={series.data.bucketMs} />
          {(["queueWaitMs", "runtimeMs"] as const).map((of) => (
            <LatencyFigure
              key={of}
              title={of === "queueWaitMs" ? "Waited in line" : QUEUES[name].runs}
              buckets={series.data.queues[name]}
              bucketMs={series.data.bucketMs}
              of={of}
              total={slo[of]}
              finished={slo.finished}
            />
          ))}
        </View>
      ) : (
        <Unread read={series} problem="The day cannot be drawn" label="Loading the day" rows={3} />
      )}
    </Card>
  );
}

const useStyles = makeStyles((t) => ({
  choice: { width: "100%", maxWidth: 420 },
  figures: { flexDirection: "row", flexWrap: "wrap", columnGap: t.space.xl, rowGap: t.space.lg, marginTop: t.space.sm },
}));
