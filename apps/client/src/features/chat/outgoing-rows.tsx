import { View } from "react-native";
import type { Server } from "../../lib/server";
import { Button } from "../../ui/button";
import { makeStyles } from "../../ui/theme";
import type { Outgoing } from "../composer/outbox";
import { outboxOf } from "../composer/outbox-store";
import { Frame } from "../timeline/rows/frame";
import { Bubble } from "../timeline/rows/message-row";

/** Messages that are on their way, below all that has happened. */
export function OutgoingRows({ server, outgoing }: { server: Server; outgoing: readonly Outgoing[] }) {
  return (
    <View aria-live="polite">
      {outgoing.map((one) => (
        <OutgoingRow key={one.id} server={server} one={one} />
      ))}
    </View>
  );
}

function OutgoingRow({ server, one }: { server: Server; one: Outgoing }) {
  const styles = useStyles();
  const outbox = outboxOf(server);
  const isRefused = one.state === "refused";
  return (
    <View>
      <Bubble
        text={one.text}
        note={one.note === "" ? "Waits to be sent" : one.note}
        state={isRefused ? "refused" : "pending"}
      />
      {one.state === "sending" ? null : (
        <Frame>
          <View style={styles.actions}>
            <Button title={isRefused ? "Send again" : "Try now"} size="sm" onPress={() => outbox.retry(one.id)} />
            <Button title="Discard" kind="quiet" size="sm" onPress={() => outbox.discard(one.id)} />
          </View>
        </Frame>
      )}
    </View>
  );
}

const useStyles = makeStyles((t) => ({
  actions: { flexDirection: "row", justifyContent: "flex-end", gap: t.space.sm },
}));
