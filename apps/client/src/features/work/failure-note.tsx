import type { Failure } from "@pushpals/protocol";
import { FAILURE_WORDS, failureFacts, some } from "@pushpals/sdk";
import ArrowRight from "lucide-react-native/icons/arrow-right";
import CircleX from "lucide-react-native/icons/circle-x";
import type { ReactNode } from "react";
import { View } from "react-native";
import { Icon } from "../../ui/icon";
import { Text } from "../../ui/text";
import { makeStyles } from "../../ui/theme";

export interface FailureNoteProps {
  failure: Failure;
  /** Where it happened, before the name of the failure: "Landing". */
  where?: string;
  /** Below a row of a timeline that has said already what failed: without a head, and smaller. */
  underRow?: boolean;
  actions?: ReactNode;
}

const FILES_SHOWN = 8;

/** Why something ended without success, what it concerns, and what a person can do now. */
export function FailureNote({ failure, where, underRow = false, actions }: FailureNoteProps) {
  const styles = useStyles();
  const words = FAILURE_WORDS[failure.code];
  const { message, files, output } = failureFacts(failure);
  return (
    <View
      style={[styles.note, underRow ? styles.under : styles.card]}
      role="group"
      aria-label={`Why it failed: ${words.title}`}
    >
      {underRow ? null : (
        <View style={styles.head}>
          <Icon of={CircleX} tone="danger" size={18} />
          <Text variant="label" weight="600" tone="danger">
            {where === undefined ? words.title : `${where}: ${words.title.toLowerCase()}`}
          </Text>
        </View>
      )}
      <Text variant={underRow ? "caption" : "body"} selectable>
        {message}
      </Text>
      {files.length === 0 ? null : (
        <Text variant="caption" mono tone="muted" selectable>
          {some(files, FILES_SHOWN)}
        </Text>
      )}
      {output.length === 0 ? null : (
        <Text variant="code" tone="muted" selectable style={styles.output}>
          {output.join("\n")}
        </Text>
      )}
      <View style={styles.next}>
        <Icon of={ArrowRight} tone="accent" size={16} />
        <Text variant={underRow ? "caption" : "label"} style={styles.nextText}>
          {words.next}
        </Text>
      </View>
      {actions ? <View style={styles.actions}>{actions}</View> : null}
    </View>
  );
}

const useStyles = makeStyles((t) => ({
  note: { gap: t.space.sm, borderLeftColor: t.color.danger },
  card: {
    padding: t.space.lg,
    borderRadius: t.radius.lg,
    backgroundColor: t.color.surface,
    borderWidth: 1,
    borderColor: t.color.line,
    borderLeftWidth: 3,
  },
  under: { marginLeft: 26, marginBottom: t.space.xs, paddingLeft: t.space.md, borderLeftWidth: 2 },
  head: { flexDirection: "row", alignItems: "center", gap: t.space.sm },
  output: { backgroundColor: t.color.sunken, borderRadius: t.radius.sm, padding: t.space.md },
  next: { flexDirection: "row", gap: t.space.sm, alignItems: "flex-start" },
  nextText: { flex: 1 },
  actions: { flexDirection: "row", flexWrap: "wrap", gap: t.space.sm, marginTop: t.space.xs },
}));
