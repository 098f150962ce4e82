import CloudOff from "lucide-react-native/icons/cloud-off";
import RefreshCw from "lucide-react-native/icons/refresh-cw";
import { useEffect, useState } from "react";
import { View } from "react-native";
import { useConnection } from "../../lib/connection/store";
import { wake } from "../../lib/connection/wake";
import { useNow } from "../../lib/use-now";
import { Button } from "../../ui/button";
import { Icon } from "../../ui/icon";
import { Text } from "../../ui/text";
import { makeStyles } from "../../ui/theme";
import { connectionWords } from "./connection-words";

/** A line that breaks and is mended within this long is not worth a word. */
const WORTH_A_WORD_MS = 900;

/** Says, above every screen, when what is shown may be old, and lets it be tried again. */
export function ConnectionBanner() {
  const styles = useStyles();
  const connection = useConnection();
  const quiet = connection.name === "online" || connection.name === "signed_out";
  const shown = useHeldFor(!quiet, connection.name === "offline" ? 0 : WORTH_A_WORD_MS);
  // The region stays, so that a screen reader hears of what comes into it.
  return (
    <View role="status" aria-live="polite" style={shown && !quiet ? styles.region : null}>
      {shown && !quiet ? <Notice /> : null}
    </View>
  );
}

function Notice() {
  const styles = useStyles();
  const connection = useConnection();
  const { title, detail, tone } = connectionWords(connection, useNow(1_000));
  const isWarning = tone === "warning";
  return (
    <View style={[styles.notice, isWarning ? styles.warning : null]}>
      <Icon of={isWarning ? CloudOff : RefreshCw} size={16} tone={isWarning ? "warning" : "muted"} />
      <View style={styles.texts}>
        <Text variant="caption" weight="600" tone={isWarning ? "warning" : "default"}>
          {title}
        </Text>
        <Text variant="caption" tone="muted" numberOfLines={2} aria-live="off">
          {detail}
        </Text>
      </View>
      <Button title="Retry now" size="sm" onPress={wake} />
    </View>
  );
}

/** True once a condition has held for some time; false at once when it does not hold. */
function useHeldFor(holds: boolean, ms: number): boolean {
  const [held, setHeld] = useState(false);
  useEffect(() => {
    if (!holds) return setHeld(false);
    const timer = setTimeout(() => setHeld(true), ms);
    return () => clearTimeout(timer);
  }, [holds, ms]);
  return held;
}

const useStyles = makeStyles((t) => ({
  region: { borderBottomWidth: 1, borderBottomColor: t.color.line },
  notice: {
    flexDirection: "row",
    alignItems: "center",
    gap: t.space.md,
    paddingHorizontal: t.space.lg,
    paddingVertical: t.space.sm,
    backgroundColor: t.color.sunken,
  },
  warning: { backgroundColor: t.color.warningSoft },
  texts: { flex: 1, minWidth: 0 },
}));
