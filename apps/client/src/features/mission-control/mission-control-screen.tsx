import Waypoints from "lucide-react-native/icons/waypoints";
import { View } from "react-native";
import { useRead } from "../../lib/query";
import { routes } from "../../lib/routes";
import { IconButton } from "../../ui/icon-button";
import { Screen } from "../../ui/screen";
import { makeStyles } from "../../ui/theme";
import { useWide } from "../../ui/use-wide";
import { Unread } from "../work/unread";
import { DayCard } from "./day-card";
import { HealthCard } from "./health-card";
import { LandingCard } from "./landing-card";
import { QueueCards } from "./queue-cards";
import { SloCards } from "./slo-cards";
import { WorkersCard } from "./workers-card";

/** ETAs and ages grow old though nothing happens. */
const REFRESH_MS = 15_000;

/** How the team is doing: health, service level, queues, workers, landings. */
export function MissionControlScreen() {
  const styles = useStyles();
  const wide = useWide();
  const status = useRead(["status"], (client, signal) => client.system.status({}, { signal }), { everyMs: REFRESH_MS });
  return (
    <Screen
      title="Mission Control"
      width="full"
      actions={<IconButton icon={Waypoints} label="Why is this line here?" href={routes.why()} />}
    >
      {status.data ? (
        <View style={styles.page}>
          <HealthCard status={status.data} />
          <SloCards status={status.data} />
          <QueueCards status={status.data} />
          <DayCard status={status.data} />
          <View style={wide ? styles.pair : styles.stack}>
            <View style={wide ? styles.half : null}>
              <WorkersCard status={status.data} />
            </View>
            <View style={wide ? styles.half : null}>
              <LandingCard status={status.data} />
            </View>
          </View>
        </View>
      ) : (
        <Unread read={status} problem="The state of the team cannot be read" label="Loading Mission Control" rows={8} />
      )}
    </Screen>
  );
}

const useStyles = makeStyles((t) => ({
  page: { width: "100%", maxWidth: 1180, alignSelf: "center", gap: t.space.lg },
  pair: { flexDirection: "row", gap: t.space.lg, alignItems: "flex-start" },
  stack: { gap: t.space.lg },
  half: { flex: 1, minWidth: 0 },
}));
