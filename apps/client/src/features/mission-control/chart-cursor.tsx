import { type ReactNode, useState } from "react";
import { type GestureResponderEvent, type LayoutChangeEvent, View } from "react-native";
import { Text } from "../../ui/text";
import { makeStyles } from "../../ui/theme";
import { type Bucket, bucketAt, moved, stretchOf } from "./model/chart-cursor";

export interface ChartCursorProps {
  /** What the chart shows, for the name of what is moved through it. */
  name: string;
  buckets: readonly Bucket[];
  bucketMs: number;
  height: number;
  /** What is said of one stretch of the day. */
  words: (bucket: Bucket) => string;
  /** The chart itself, once it is known how wide it is. */
  children: (width: number) => ReactNode;
}

const NOTE_WIDTH = 190;

/** Tells what a chart shows at one stretch of the day: under the pointer, under a finger, or by the arrow keys. */
export function ChartCursor({ name, buckets, bucketMs, height, words, children }: ChartCursorProps) {
  const styles = useStyles();
  const [width, setWidth] = useState(0);
  const [at, setAt] = useState<number | null>(null);
  const bucket = at === null ? undefined : buckets[at];
  const text = bucket === undefined ? "" : `${stretchOf(bucket, bucketMs)}: ${words(bucket)}`;
  const point = (x: number) => width > 0 && setAt(bucketAt(x, width, buckets.length));
  const x = at === null ? 0 : ((at + 0.5) * width) / Math.max(1, buckets.length);
  return (
    <View
      {...sliderOf(name, at ?? buckets.length - 1, buckets.length, text)}
      {...inBrowser({
        onFocus: () => setAt((before) => before ?? moved(buckets, null, "End")),
        onBlur: () => setAt(null),
        onKeyDown: (event) => {
          const to = moved(buckets, at, event.key);
          if (to === null && event.key !== "Escape") return;
          event.preventDefault();
          setAt(to);
        },
        onPointerMove: ({ nativeEvent, currentTarget }) =>
          point(nativeEvent.clientX - currentTarget.getBoundingClientRect().left),
        onPointerLeave: () => setAt(null),
      })}
      onStartShouldSetResponder={() => true}
      onResponderGrant={({ nativeEvent }: GestureResponderEvent) => point(nativeEvent.locationX)}
      onResponderMove={({ nativeEvent }: GestureResponderEvent) => point(nativeEvent.locationX)}
      onLayout={({ nativeEvent }: LayoutChangeEvent) => setWidth(Math.round(nativeEvent.layout.width))}
      style={{ height }}
    >
      <View pointerEvents="none" aria-hidden style={styles.fill}>
        {width === 0 ? null : children(width)}
        {bucket === undefined ? null : (
          <>
            <View style={[styles.mark, { left: x }]} />
            <View style={[styles.note, { left: Math.max(0, Math.min(x - NOTE_WIDTH / 2, width - NOTE_WIDTH)) }]}>
              <Text variant="micro" tone="muted">
                {stretchOf(bucket, bucketMs)}
              </Text>
              <Text variant="caption" weight="600">
                {words(bucket)}
              </Text>
            </View>
          </>
        )}
      </View>
    </View>
  );
}

/** A slider is what screen readers know how to move through; it says at each step what is there. */
const sliderOf = (name: string, at: number, count: number, text: string) =>
  ({
    role: "slider",
    tabIndex: 0,
    "aria-label": `${name}, through the day`,
    "aria-valuemin": 0,
    "aria-valuemax": Math.max(0, count - 1),
    "aria-valuenow": Math.max(0, at),
    "aria-valuetext": text === "" ? "Arrow keys go through the day" : text,
  }) as object;

interface BrowserHandlers {
  onFocus: () => void;
  onBlur: () => void;
  onKeyDown: (event: { key: string; preventDefault(): void }) => void;
  onPointerMove: (event: {
    nativeEvent: { clientX: number };
    currentTarget: { getBoundingClientRect(): { left: number } };
  }) => void;
  onPointerLeave: () => void;
}

/** What React Native's types do not know of a View, and phones leave alone. */
const inBrowser = (handlers: BrowserHandlers): object => handlers;

const useStyles = makeStyles((t) => ({
  fill: { flex: 1 },
  mark: { position: "absolute", top: 0, bottom: 0, width: 1, backgroundColor: t.color.edge },
  note: {
    position: "absolute",
    top: -8,
    width: NOTE_WIDTH,
    paddingHorizontal: t.space.sm,
    paddingVertical: t.space.xs,
    borderRadius: t.radius.sm,
    borderWidth: 1,
    borderColor: t.color.edge,
    backgroundColor: t.color.raised,
    ...t.shadow,
  },
}));
