import { count } from "@pushpals/sdk";
import { View } from "react-native";
import Svg, { Line, Rect } from "react-native-svg";
import { Text } from "../../ui/text";
import { makeStyles, useTheme } from "../../ui/theme";
import { ChartCursor } from "./chart-cursor";
import { outcomeWords } from "./model/chart-cursor";
import { type Bucket, outcomeBars } from "./model/series-chart";

const HEIGHT = 64;

/** How many ended well and not in each stretch of the day. */
export function OutcomeFigure({ buckets, bucketMs }: { buckets: readonly Bucket[]; bucketMs: number }) {
  const styles = useStyles();
  const { color } = useTheme();
  const finished = buckets.reduce((sum, bucket) => sum + bucket.finished, 0);
  const failed = finished - buckets.reduce((sum, bucket) => sum + bucket.succeeded, 0);
  const said = `${finished} ended in the last 24 hours, ${failed} of them failed`;
  return (
    <View style={styles.figure} role="group" aria-label={said}>
      <View style={styles.head}>
        <Text variant="label" weight="600">
          Ended
        </Text>
        <Text variant="caption" tone="muted">
          {finished === 0 ? "nothing" : `${finished}${failed === 0 ? ", all well" : `, ${count(failed, "failure")}`}`}
        </Text>
      </View>
      <ChartCursor name="Ended" buckets={buckets} bucketMs={bucketMs} height={HEIGHT} words={outcomeWords}>
        {(width) => (
          <Svg width={width} height={HEIGHT}>
            <Line x1={0} x2={width} y1={HEIGHT - 0.5} y2={HEIGHT - 0.5} stroke={color.edge} strokeWidth={1} />
            {outcomeBars(buckets, bucketMs, { width, height: HEIGHT - 1 }).map((bar) => (
              <Bar key={bar.key} bar={bar} good={color.success} bad={color.danger} />
            ))}
          </Svg>
        )}
      </ChartCursor>
    </View>
  );
}

function Bar({ bar, good, bad }: { bar: ReturnType<typeof outcomeBars>[number]; good: string; bad: string }) {
  return (
    <>
      {bar.good.height > 0 ? (
        <Rect x={bar.x} y={bar.good.y} width={bar.width} height={bar.good.height} fill={good} rx={1.5} />
      ) : null}
      {bar.bad.height > 0 ? (
        <Rect x={bar.x} y={bar.bad.y} width={bar.width} height={bar.bad.height} fill={bad} rx={1.5} />
      ) : null}
    </>
  );
}

const useStyles = makeStyles((t) => ({
  figure: { flexGrow: 1, flexBasis: "100%", minWidth: 0 },
  head: { flexDirection: "row", justifyContent: "space-between", alignItems: "center", marginBottom: t.space.xs },
}));
