import { span } from "@pushpals/sdk";
import { memo, useEffect, useState } from "react";
import { View } from "react-native";
import { useNow } from "../../../lib/use-now";
import { Markdown } from "../../../ui/markdown";
import { Text } from "../../../ui/text";
import { makeStyles } from "../../../ui/theme";
import { useReducedMotion } from "../../../ui/use-reduced-motion";
import type { JobRow } from "../row";
import { useLive } from "../session-view";
import { shownLength, shownText } from "../smooth-text";
import { quietMs } from "../words/job";
import { Rail } from "./step-row";

/** What a job is at just now: its words, the last line of its output, the time it takes, and whether it is silent. */
export const LiveRow = memo(function LiveRow({ job }: { job: JobRow }) {
  const styles = useStyles();
  const live = useLive(job.key);
  const text = useSmoothText(live?.text ?? "");
  return (
    <Rail>
      <View style={styles.live}>
        {text === "" ? null : <Markdown text={lastPart(text)} />}
        {live && live.line !== "" ? (
          <Text variant="code" tone="faint" numberOfLines={1}>
            {live.line}
          </Text>
        ) : null}
        <Clock job={job} heardAt={live?.at ?? 0} />
      </View>
    </Rail>
  );
});

function Clock({ job, heardAt }: { job: JobRow; heardAt: number }) {
  const now = useNow(1_000);
  const silence = quietMs(job, heardAt, now);
  const ran = job.startedAt === null ? "" : whole(now - job.startedAt);
  return (
    <Text variant="micro" tone={silence === null ? "faint" : "warning"} mono>
      {[
        ran,
        job.workerId ?? "",
        job.sandbox === "none" ? "no sandbox" : "",
        silence === null ? "" : `nothing heard for ${whole(silence)}`,
      ]
        .filter((part) => part !== "")
        .join(" · ")}
    </Text>
  );
}

const whole = (ms: number): string => span(Math.max(0, Math.floor(ms / 1_000)) * 1_000).replace(/^0 ms$/, "0 s");

/** The paragraphs that are being written; earlier ones are in the job's log. */
function lastPart(text: string): string {
  const parts = text.trimStart().split(/\n{2,}/);
  return parts.slice(-2).join("\n\n");
}

/** The text as it flows in, a little at each frame; at once for who has asked for less motion. */
function useSmoothText(text: string): string {
  const still = useReducedMotion();
  const [shown, setShown] = useState(text.length);
  const isDone = still || shown === text.length;
  useEffect(() => {
    if (isDone) return;
    let last = performance.now();
    let frame = requestAnimationFrame(function step(now) {
      const elapsed = now - last;
      last = now;
      setShown((before) => shownLength(before, text.length, elapsed));
      frame = requestAnimationFrame(step);
    });
    return () => cancelAnimationFrame(frame);
  }, [isDone, text.length]);
  return isDone ? text : shownText(text, shown);
}

const useStyles = makeStyles((t) => ({
  live: { paddingLeft: 26, paddingVertical: t.space.xs, gap: t.space.xs, minHeight: 24 },
}));
