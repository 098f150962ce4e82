import type { NotificationSettings } from "@pushpals/protocol";
import { ago } from "@pushpals/sdk";
import BellRing from "lucide-react-native/icons/bell-ring";
import { View } from "react-native";
import { useWrite } from "../../lib/query";
import { useNow } from "../../lib/use-now";
import { Button } from "../../ui/button";
import { Card } from "../../ui/card";
import { Row } from "../../ui/row";
import { Text } from "../../ui/text";
import { makeStyles } from "../../ui/theme";
import { showToast } from "../../ui/toast";
import { Toggle } from "../../ui/toggle";
import { tellRefused } from "../work/refused-toast";
import type { PushAbility } from "./push-ability";
import { usePush } from "./use-push";

/** Whether this device is told while its client is closed, and whether that works. */
export function ThisDevice({ settings }: { settings: NotificationSettings }) {
  const styles = useStyles();
  const { ability, change } = usePush(settings);
  const now = useNow(60_000);
  const test = useWrite((client, _: null) => client.notifications.test({}), {
    onDone: () => showToast({ title: "One is on its way", detail: "It takes a moment to come." }),
    onRefused: tellRefused("It was not sent"),
  });
  const { push } = settings;
  const on = push !== null && ability?.state === "allowed";
  const isPossible = ability?.state === "allowed" || ability?.state === "not_asked";
  return (
    <Card title="This device" flush>
      <Row
        icon={BellRing}
        iconTone={on ? "accent" : "muted"}
        title="Notify me when this is closed"
        detail={detailOf(ability, on ? `On, by ${push.service} since ${ago(push.since, now)}` : "Off")}
        detailLines={4}
        end={
          <Toggle
            label="Notify me when this is closed"
            on={on}
            disabled={!isPossible}
            busy={change.isPending}
            onChange={(wanted) => change.mutate(wanted)}
          />
        }
        last
      />
      {on ? (
        <View style={styles.under}>
          {push.problem === null ? null : (
            <Text variant="caption" tone="danger">
              The last one did not get through: {push.problem}
            </Text>
          )}
          <View style={styles.left}>
            <Button title="Send a test" size="sm" busy={test.isPending} onPress={() => test.mutate(null)} />
          </View>
        </View>
      ) : null}
    </Card>
  );
}

function detailOf(ability: PushAbility | null, otherwise: string): string {
  if (ability?.state === "denied") return ability.how;
  return ability?.state === "impossible" ? ability.why : otherwise;
}

const useStyles = makeStyles((t) => ({
  under: { paddingHorizontal: t.space.lg, paddingBottom: t.space.lg, gap: t.space.md },
  left: { flexDirection: "row" },
}));
