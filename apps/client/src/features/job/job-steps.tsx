import { FAILURE_WORDS } from "@pushpals/sdk";
import type { LucideIcon } from "lucide-react-native";
import Bot from "lucide-react-native/icons/bot";
import Check from "lucide-react-native/icons/check";
import ChevronDown from "lucide-react-native/icons/chevron-down";
import ChevronRight from "lucide-react-native/icons/chevron-right";
import CircleDashed from "lucide-react-native/icons/circle-dashed";
import Hourglass from "lucide-react-native/icons/hourglass";
import LoaderCircle from "lucide-react-native/icons/loader-circle";
import Minus from "lucide-react-native/icons/minus";
import User from "lucide-react-native/icons/user";
import Wrench from "lucide-react-native/icons/wrench";
import X from "lucide-react-native/icons/x";
import { useState } from "react";
import { View } from "react-native";
import { timeOf } from "../../lib/format";
import { useNow } from "../../lib/use-now";
import { EmptyState } from "../../ui/empty-state";
import { Icon } from "../../ui/icon";
import { Text, type Tone } from "../../ui/text";
import { makeStyles } from "../../ui/theme";
import { Touch } from "../../ui/touch";
import { type JobStep, type StepLine, type StepState, stepOutcome } from "./model/steps";

const SIGNS: Record<StepState, { icon: LucideIcon; tone: Tone; said: string }> = {
  done: { icon: Check, tone: "success", said: "done" },
  active: { icon: CircleDashed, tone: "accent", said: "going on" },
  waiting: { icon: Hourglass, tone: "warning", said: "waits" },
  failed: { icon: X, tone: "danger", said: "failed" },
  stopped: { icon: Minus, tone: "muted", said: "stopped" },
};

/** What the job went through, one step under the other; what goes on and what went wrong stands open. */
export function JobSteps({ steps }: { steps: readonly JobStep[] }) {
  const now = useNow(1_000);
  const [toggled, setToggled] = useState<Readonly<Record<string, boolean>>>({});
  if (steps.length === 0)
    return <EmptyState icon={Hourglass} title="Nothing has happened yet" detail="Steps appear as the job goes on." />;
  return (
    <View role="list" aria-label="Steps of the job">
      {steps.map((step, index) => (
        <Step
          key={step.key}
          step={step}
          now={now}
          last={index === steps.length - 1}
          open={toggled[step.key] ?? step.state === "active"}
          onToggle={(open) => setToggled((before) => ({ ...before, [step.key]: open }))}
        />
      ))}
    </View>
  );
}

interface StepProps {
  step: JobStep;
  now: number;
  last: boolean;
  open: boolean;
  onToggle: (open: boolean) => void;
}

function Step({ step, now, last, open, onToggle }: StepProps) {
  const styles = useStyles();
  const sign = SIGNS[step.state];
  const outcome = step.failure ? FAILURE_WORDS[step.failure.code].title : stepOutcome(step, now);
  const foldable = step.lines.length > 0;
  return (
    <View role="listitem" style={styles.step}>
      <View style={styles.rail}>
        <View style={[styles.sign, styles[step.state]]} role="img" aria-label={sign.said}>
          <Icon of={sign.icon} tone={sign.tone} size={14} />
        </View>
        {last ? null : <View style={styles.thread} />}
      </View>
      <View style={styles.body}>
        <Touch
          onPress={() => onToggle(!open)}
          disabled={!foldable}
          aria-expanded={open}
          style={({ hovered }) => [styles.head, hovered && foldable ? styles.hover : null]}
        >
          <View style={styles.texts}>
            <Text variant="label" weight="600">
              {step.title}
            </Text>
            <Text variant="caption" tone={step.failure ? "danger" : "muted"} numberOfLines={2}>
              {outcome}
            </Text>
          </View>
          <Text variant="micro" tone="faint">
            {timeOf(step.startedAt)}
          </Text>
          {foldable ? (
            <Icon of={open ? ChevronDown : ChevronRight} tone="faint" size={16} />
          ) : (
            <View style={styles.noFold} />
          )}
        </Touch>
        {open && foldable ? (
          <View style={styles.lines}>
            {step.lines.map((line) => (
              <Line key={line.key} line={line} />
            ))}
          </View>
        ) : null}
      </View>
    </View>
  );
}

const KINDS: Record<StepLine["kind"], LucideIcon> = { note: ChevronRight, tool: Wrench, person: User, agent: Bot };

function Line({ line }: { line: StepLine }) {
  const styles = useStyles();
  const failed = line.state === "failed";
  return (
    <View style={styles.line}>
      <View style={styles.lineSign}>
        <Icon
          of={line.state === "active" ? LoaderCircle : KINDS[line.kind]}
          tone={failed ? "danger" : "faint"}
          size={13}
        />
      </View>
      <View style={styles.texts}>
        <Text variant="caption" tone={failed ? "danger" : "default"} selectable>
          {line.text}
        </Text>
        {line.output === null ? null : (
          <Text variant="code" tone="muted" numberOfLines={8} selectable style={styles.output}>
            {line.output}
          </Text>
        )}
      </View>
    </View>
  );
}

const useStyles = makeStyles((t) => ({
  step: { flexDirection: "row", gap: t.space.sm },
  rail: { width: 28, alignItems: "center" },
  sign: { width: 26, height: 26, borderRadius: 13, alignItems: "center", justifyContent: "center", marginTop: 9 },
  done: { backgroundColor: t.color.successSoft },
  active: { backgroundColor: t.color.accentSoft },
  waiting: { backgroundColor: t.color.warningSoft },
  failed: { backgroundColor: t.color.dangerSoft },
  stopped: { backgroundColor: t.color.sunken },
  thread: { flex: 1, width: 2, marginVertical: 3, borderRadius: 1, backgroundColor: t.color.line },
  body: { flex: 1, minWidth: 0, paddingBottom: t.space.xs },
  head: {
    flexDirection: "row",
    alignItems: "center",
    gap: t.space.sm,
    minHeight: 44,
    paddingVertical: t.space.xs,
    paddingHorizontal: t.space.sm,
    borderRadius: t.radius.sm,
  },
  hover: { backgroundColor: t.color.hover },
  texts: { flex: 1, minWidth: 0, gap: 1 },
  noFold: { width: 16 },
  lines: { paddingHorizontal: t.space.sm, paddingBottom: t.space.sm, gap: t.space.xs },
  line: { flexDirection: "row", gap: t.space.xs + 2 },
  lineSign: { width: 14, paddingTop: 3 },
  output: {
    backgroundColor: t.color.sunken,
    borderRadius: t.radius.sm,
    paddingHorizontal: t.space.sm,
    paddingVertical: t.space.xs,
    marginTop: 2,
    fontSize: 12,
    lineHeight: 17,
  },
}));
