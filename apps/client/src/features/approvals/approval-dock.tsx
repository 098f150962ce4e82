import type { Approval } from "@pushpals/protocol";
import { useEffect, useState } from "react";
import { View } from "react-native";
import { Text } from "../../ui/text";
import { makeStyles } from "../../ui/theme";
import { useWide } from "../../ui/use-wide";
import { ApprovalCard } from "./approval-card";
import { useAsItIs, useAskedHere } from "./use-asked-here";

/** How long a decision stays in sight that somebody else has made. */
const DECIDED_SHOWN_MS = 5_000;

/** What waits for a decision, one at a time, right above where one writes. */
export default function ApprovalDock({ sessionId, isWriting }: { sessionId: string; isWriting: boolean }) {
  const styles = useStyles();
  const asked = useAskedHere(sessionId);
  const wide = useWide();
  const shown = useAsItIs(useLingering(asked[0] ?? null));
  if (!shown) return null;
  const more = asked.filter(({ approvalId }) => approvalId !== shown.approvalId).length;
  return (
    <View style={styles.dock}>
      <ApprovalCard key={shown.approvalId} approval={shown} isFolded={isWriting && !wide} byKeys />
      {more > 0 ? (
        <Text variant="caption" tone="muted" align="center">
          {`${more} more after this one`}
        </Text>
      ) : null}
    </View>
  );
}

/** The first of what is asked; one that is no longer asked stays a moment, so that its end can be read. */
function useLingering(first: Approval | null): Approval | null {
  const [shown, setShown] = useState<Approval | null>(first);
  useEffect(() => {
    if (shown?.approvalId === first?.approvalId) return;
    if (!shown) return setShown(first);
    const timer = setTimeout(() => setShown(first), DECIDED_SHOWN_MS);
    return () => clearTimeout(timer);
  }, [shown, first]);
  return shown;
}

const useStyles = makeStyles((t) => ({ dock: { gap: t.space.xs } }));
