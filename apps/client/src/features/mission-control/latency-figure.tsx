import type { Percentiles } from "@pushpals/protocol";
import { View } from "react-native";
import Svg, { Circle, Line, Path } from "react-native-svg";
import { Text } from "../../ui/text";
import { makeStyles, useTheme } from "../../ui/theme";
import { ChartCursor } from "./chart-cursor";
import { latencyWords } from "./model/chart-cursor";
import { type Bucket, chartSentence, type LatencyChart, latencyChart } from "./model/series-chart";

export interface LatencyFigureProps {
  title: string;
  buckets: readonly Bucket[];
  bucketMs: number;
  of: "queueWaitMs" | "runtimeMs";
  total: Percentiles;
  finished: number;
}

const HEIGHT = 132;
/** Below the plot: the hours of the day. */
const HOURS = 22;

/** p50 as a line, the way up to p95 as a band, over the last day. */
export function LatencyFigure({ title, buckets, bucketMs, of, total, finished }: LatencyFigureProps) {
  const styles = useStyles();
  return (
    <View style={styles.figure} role="group" aria-label={chartSentence(title, total, finished)}>
      <View style={styles.head}>
        <Text variant="label" weight="600">
          {title}
        </Text>
        <View style={styles.legend}>
          <View style={styles.line} />
          <Text variant="micro" tone="muted">
            p50
          </Text>
          <View style={styles.band} />
          <Text variant="micro" tone="muted">
            to p95
          </Text>
        </View>
      </View>
      <ChartCursor
        name={title}
        buckets={buckets}
        bucketMs={bucketMs}
        height={HEIGHT + HOURS}
        words={(bucket) => latencyWords(bucket, of)}
      >
        {(width) => <Plot chart={latencyChart(buckets, of, bucketMs, { width, height: HEIGHT })} width={width} />}
      </ChartCursor>
    </View>
  );
}

function Plot({ chart, width }: { chart: LatencyChart; width: number }) {
  const styles = useStyles();
  const { color } = useTheme();
  return (
    <>
      <Svg width={width} height={HEIGHT}>
        {chart.ticks.map((tick) => (
          <Line key={tick.y} x1={0} x2={width} y1={tick.y} y2={tick.y} stroke={color.line} strokeWidth={1} />
        ))}
        <Path d={chart.band} fill={color.accent} fillOpacity={0.16} />
        <Path d={chart.p95} stroke={color.accent} strokeOpacity={0.45} strokeWidth={1} fill="none" />
        <Path d={chart.p50} stroke={color.accent} strokeWidth={2} fill="none" />
        {chart.dots.map((dot) => (
          <Circle
            key={`${dot.series}${dot.x}`}
            cx={dot.x}
            cy={dot.y}
            r={dot.series === "p50" ? 3 : 2}
            fill={color.accent}
            fillOpacity={dot.series === "p50" ? 1 : 0.45}
          />
        ))}
      </Svg>
      {chart.empty ? (
        <View style={styles.empty}>
          <Text variant="caption" tone="muted">
            Nothing ended in the last 24 hours
          </Text>
        </View>
      ) : (
        chart.ticks.map((tick) => (
          <Text key={tick.y} variant="micro" tone="faint" style={[styles.tick, { top: tick.y - 16 }]}>
            {tick.label}
          </Text>
        ))
      )}
      {chart.hours.map((hour) => (
        <Text key={hour.x} variant="micro" tone="faint" style={[styles.hour, { left: hour.x - 24 }]}>
          {hour.label}
        </Text>
      ))}
    </>
  );
}

const useStyles = makeStyles((t) => ({
  figure: { flexGrow: 1, flexBasis: 320, minWidth: 0 },
  head: { flexDirection: "row", justifyContent: "space-between", alignItems: "center", marginBottom: t.space.sm },
  legend: { flexDirection: "row", alignItems: "center", gap: t.space.xs + 2 },
  line: { width: 14, height: 2, borderRadius: 1, backgroundColor: t.color.accent },
  band: {
    width: 14,
    height: 8,
    borderRadius: 2,
    backgroundColor: t.color.accent,
    opacity: 0.25,
    marginLeft: t.space.sm,
  },
  tick: { position: "absolute", left: 0 },
  empty: {
    position: "absolute",
    top: 0,
    left: 0,
    right: 0,
    height: HEIGHT,
    alignItems: "center",
    justifyContent: "center",
  },
  hour: { position: "absolute", top: HEIGHT + 4, width: 48, textAlign: "center" },
}));
