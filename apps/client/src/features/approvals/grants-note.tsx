import { oneLine } from "@pushpals/sdk";
import ShieldCheck from "lucide-react-native/icons/shield-check";
import { View } from "react-native";
import { useRead, useWrite } from "../../lib/query";
import { Button } from "../../ui/button";
import { Icon } from "../../ui/icon";
import { Text } from "../../ui/text";
import { makeStyles } from "../../ui/theme";
import { showToast } from "../../ui/toast";
import { tellRefused } from "../work/refused-toast";

/** What this chat does without asking, since somebody has approved it for the whole chat; and the way back. */
export function GrantsNote({ sessionId }: { sessionId: string }) {
  const styles = useStyles();
  const { data } = useRead(["grants", sessionId], (client, signal) =>
    client.sessions.grants({ id: sessionId }, { signal }),
  );
  const revoke = useWrite((client, _: null) => client.sessions.revokeGrants({ id: sessionId }), {
    invalidates: [["grants"]],
    onDone: () => showToast({ title: "It asks again", detail: "From the next time on.", tone: "success" }),
    onRefused: tellRefused("Nothing was changed"),
  });
  const grants = data?.grants ?? [];
  const [first] = grants;
  if (!first) return null;
  const isLanding = grants.some(({ kind }) => kind === "landing");
  const others = grants.filter(({ kind }) => kind !== "landing");
  const words = [
    ...(isLanding ? ["changes land"] : []),
    ...(others.length === 1 && others[0] ? [`“${oneLine(firstLine(others[0].subject), 60)}” runs`] : []),
    ...(others.length > 1 ? [`${others.length} things run`] : []),
  ].join(" and ");
  return (
    <View style={styles.note} role="note">
      <Icon of={ShieldCheck} size={16} tone="success" />
      <Text variant="caption" tone="muted" numberOfLines={2} style={styles.text}>
        {`Here ${words} without asking (${first.by}).`}
      </Text>
      <Button title="Ask again" kind="quiet" size="sm" busy={revoke.isPending} onPress={() => revoke.mutate(null)} />
    </View>
  );
}

const firstLine = (subject: string): string => subject.split("\n")[0] ?? "";

const useStyles = makeStyles((t) => ({
  note: { flexDirection: "row", alignItems: "center", gap: t.space.sm, paddingLeft: t.space.sm },
  text: { flex: 1, minWidth: 0 },
}));
