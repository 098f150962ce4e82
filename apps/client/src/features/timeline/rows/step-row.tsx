import { count } from "@pushpals/sdk";
import Check from "lucide-react-native/icons/check";
import Dot from "lucide-react-native/icons/dot";
import { memo, type ReactNode, useState } from "react";
import { View } from "react-native";
import { Text } from "../../../ui/text";
import { makeStyles } from "../../../ui/theme";
import { TARGET } from "../../../ui/tokens";
import { Touch } from "../../../ui/touch";
import { useFinger } from "../../../ui/use-finger";
import type { JobRow, Step } from "../row";
import { useChoice } from "../session-view";
import { stepPhrase } from "../words/step";
import { Frame } from "./frame";
import { Line } from "./line";

/** Something that a job did; opens to what came out of it. */
export const StepRow = memo(function StepRow({ step }: { step: Step }) {
  const styles = useStyles();
  const finger = useFinger();
  const [isOpen, setOpen] = useState(false);
  const said = stepPhrase(step);
  const sign = said.tone === "quiet" ? { icon: step.kind === "tool" ? Check : Dot } : {};
  const output = step.kind === "tool" ? step.output : step.kind === "trouble" ? step.failure.message : null;
  const hasMore = output !== null && output.trim() !== "";
  return (
    <Rail>
      {hasMore ? (
        <Touch
          onPress={() => setOpen(!isOpen)}
          aria-expanded={isOpen}
          style={({ hovered }) => [styles.line, finger ? styles.finger : null, hovered ? styles.hover : null]}
        >
          <Line phrase={said} small lines={isOpen ? 0 : 2} {...sign} />
        </Touch>
      ) : (
        <View style={styles.line}>
          <Line phrase={said} small {...sign} />
        </View>
      )}
      {hasMore && isOpen ? (
        <Text variant="code" tone="muted" selectable style={styles.output}>
          {output.trimEnd()}
        </Text>
      ) : null}
    </Rail>
  );
});

/** The earlier steps of a job that works. */
export const MoreStepsRow = memo(function MoreStepsRow({ job, hidden }: { job: JobRow; hidden: number }) {
  const styles = useStyles();
  const finger = useFinger();
  const [, choose] = useChoice(job.key);
  return (
    <Rail>
      <Touch
        onPress={() => choose(true)}
        aria-label={`Show ${count(hidden, "earlier step")}`}
        style={({ hovered }) => [
          styles.line,
          styles.more,
          finger ? styles.finger : null,
          hovered ? styles.hover : null,
        ]}
      >
        <Text variant="caption" tone="accent">
          {`${count(hidden, "earlier step")}`}
        </Text>
      </Touch>
    </Rail>
  );
});

/** What belongs to the job above it. */
export function Rail({ children }: { children: ReactNode }) {
  const styles = useStyles();
  return (
    <Frame gap="tight">
      <View style={styles.rail}>{children}</View>
    </Frame>
  );
}

const useStyles = makeStyles((t) => ({
  rail: { marginLeft: 8, paddingLeft: t.space.lg + 2, borderLeftWidth: 1, borderLeftColor: t.color.line },
  finger: { minHeight: TARGET },
  line: { minHeight: 30, flexDirection: "row", alignItems: "center", paddingVertical: 3, borderRadius: t.radius.sm },
  more: { paddingLeft: 26 },
  hover: { backgroundColor: t.color.hover },
  output: {
    marginLeft: 26,
    marginBottom: t.space.xs,
    backgroundColor: t.color.sunken,
    borderRadius: t.radius.sm,
    padding: t.space.sm,
  },
}));
