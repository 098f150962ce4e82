import type { JobRow, LogLine } from "@pushpals/protocol";
import { count } from "@pushpals/sdk";
import ScrollText from "lucide-react-native/icons/scroll-text";
import { useMemo, useState } from "react";
import { View } from "react-native";
import { Badge } from "../../ui/badge";
import { EmptyState } from "../../ui/empty-state";
import { ErrorState } from "../../ui/error-state";
import { LongList } from "../../ui/long-list";
import { SegmentedControl } from "../../ui/segmented-control";
import { Skeleton } from "../../ui/skeleton";
import { Text, type Tone } from "../../ui/text";
import { makeStyles } from "../../ui/theme";
import { useWide } from "../../ui/use-wide";
import { type JobLog as Log, useJobLog } from "./use-job-log";

type Shown = "all" | "output" | "errors";

const SHOWN: Record<Shown, (line: LogLine) => boolean> = {
  all: () => true,
  output: (line) => line.stream !== "system",
  errors: (line) => line.stream === "stderr",
};

/** What the job prints, as it prints it. It stays at its end until somebody scrolls back. */
export function JobLogView({ job }: { job: JobRow }) {
  const styles = useStyles();
  const log = useJobLog(job.jobId);
  const [shown, setShown] = useState<Shown>("all");
  const lines = useMemo(() => log.lines.filter(SHOWN[shown]), [log.lines, shown]);
  return (
    <View style={styles.fill}>
      <View style={styles.bar}>
        <View style={styles.filter}>
          <SegmentedControl
            label="Lines to show"
            value={shown}
            onChange={setShown}
            segments={[
              { value: "all", title: "All" },
              { value: "output", title: "Output" },
              { value: "errors", title: "Errors" },
            ]}
          />
        </View>
        <View>
          <LogState log={log} />
        </View>
      </View>
      {log.state === "failed" && log.reason !== null ? (
        <View style={styles.pad}>
          <ErrorState title="The log cannot be read now" reason={log.reason} />
        </View>
      ) : null}
      {lines.length === 0 ? (
        <Nothing log={log} filtered={log.lines.length > 0} />
      ) : (
        <LongList
          data={lines}
          keyExtractor={keyOf}
          renderItem={renderLine}
          estimatedItemSize={21}
          initialScrollAtEnd
          maintainScrollAtEnd
          maintainScrollAtEndThreshold={0.1}
          ListHeaderComponent={log.dropped > 0 ? <Dropped lines={log.dropped} /> : null}
          contentContainerStyle={styles.content}
          style={styles.list}
          role="log"
          aria-label="Log of the job"
          tabIndex={0}
        />
      )}
    </View>
  );
}

const keyOf = (line: LogLine): string => String(line.id);
const renderLine = ({ item }: { item: LogLine }) => <Line line={item} />;

const TONES: Record<LogLine["stream"], Tone> = { stdout: "default", stderr: "danger", system: "muted" };

function Line({ line }: { line: LogLine }) {
  const styles = useStyles();
  const wide = useWide();
  return (
    <View style={styles.line}>
      {wide ? (
        <Text variant="code" tone="faint" style={styles.time} aria-hidden>
          {clock(line.ts)}
        </Text>
      ) : null}
      <Text variant="code" tone={TONES[line.stream]} selectable style={styles.text}>
        {line.line === "" ? " " : line.line}
      </Text>
    </View>
  );
}

const clock = (ts: number): string => new Date(ts).toTimeString().slice(0, 8);

function LogState({ log }: { log: Log }) {
  if (log.state === "live") return <Badge text="live" tone="accent" dot />;
  if (log.state === "ended") return <Badge text={count(log.lines.length + log.dropped, "line")} />;
  return <Badge text={log.state === "failed" ? "not connected" : "loading"} />;
}

function Nothing({ log, filtered }: { log: Log; filtered: boolean }) {
  if (log.state === "reading") return <Skeleton rows={5} label="Loading the log" />;
  if (filtered) return <EmptyState icon={ScrollText} title="No such lines" detail="Show all to see what there is." />;
  const detail =
    log.state === "ended"
      ? "The job ended before it printed anything."
      : "Lines appear here as soon as they are printed.";
  return <EmptyState icon={ScrollText} title="Nothing printed yet" detail={detail} />;
}

const Dropped = ({ lines }: { lines: number }) => (
  <Text variant="caption" tone="faint" align="center">
    {`${count(lines, "earlier line")} not shown. \`pushpals logs\` prints all.`}
  </Text>
);

const useStyles = makeStyles((t) => ({
  fill: { flex: 1, minHeight: 0 },
  bar: {
    flexDirection: "row",
    alignItems: "center",
    justifyContent: "space-between",
    gap: t.space.md,
    paddingHorizontal: t.space.lg,
    paddingVertical: t.space.sm,
  },
  filter: { flex: 1, maxWidth: 320 },
  pad: { padding: t.space.lg },
  list: { flex: 1, backgroundColor: t.color.sunken, borderTopWidth: 1, borderTopColor: t.color.line },
  content: { paddingVertical: t.space.md },
  line: { flexDirection: "row", gap: t.space.md, paddingHorizontal: t.space.lg },
  time: { flexShrink: 0, width: 68 },
  text: { flex: 1, minWidth: 0 },
}));
