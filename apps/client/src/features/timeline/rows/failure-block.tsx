import type { Failure } from "@pushpals/protocol";
import { FAILURE_WORDS, failureFacts, some } from "@pushpals/sdk";
import type { ReactNode } from "react";
import { View } from "react-native";
import { Text } from "../../../ui/text";
import { makeStyles } from "../../../ui/theme";

/** Why something failed, where, and what to do next. */
export function FailureBlock({ failure, actions }: { failure: Failure; actions?: ReactNode }) {
  const styles = useStyles();
  const { message, files, output } = failureFacts(failure);
  return (
    <View style={styles.block} role="group" aria-label="Reason">
      <Text variant="caption" selectable>
        {message}
      </Text>
      {files.length === 0 ? null : (
        <Text variant="caption" tone="muted" mono selectable>
          {some(files, 6)}
        </Text>
      )}
      {output.length === 0 ? null : (
        <Text variant="code" tone="muted" selectable style={styles.output}>
          {output.join("\n")}
        </Text>
      )}
      <Text variant="caption" tone="muted">
        {`Next: ${FAILURE_WORDS[failure.code].next}`}
      </Text>
      {actions ? <View style={styles.actions}>{actions}</View> : null}
    </View>
  );
}

const useStyles = makeStyles((t) => ({
  block: {
    gap: t.space.xs + 2,
    marginLeft: 26,
    marginBottom: t.space.xs,
    paddingLeft: t.space.md,
    borderLeftWidth: 2,
    borderLeftColor: t.color.danger,
  },
  output: { backgroundColor: t.color.sunken, borderRadius: t.radius.sm, padding: t.space.sm },
  actions: { flexDirection: "row", flexWrap: "wrap", gap: t.space.sm, marginTop: t.space.xs },
}));
