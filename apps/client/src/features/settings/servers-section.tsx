import LogOut from "lucide-react-native/icons/log-out";
import Plus from "lucide-react-native/icons/plus";
import ServerIcon from "lucide-react-native/icons/server";
import { useState } from "react";
import { View } from "react-native";
import { useConnection } from "../../lib/connection/store";
import { HERE } from "../../lib/here";
import { useRead } from "../../lib/query";
import { routes } from "../../lib/routes";
import { switchServer, useActiveServer, useServers } from "../../lib/servers";
import { signOut } from "../../lib/sign-in";
import { Badge } from "../../ui/badge";
import { Button } from "../../ui/button";
import { Card } from "../../ui/card";
import { Row } from "../../ui/row";
import { Text } from "../../ui/text";
import { showToast } from "../../ui/toast";
import { connectionWords } from "../connection/connection-words";
import { ConfirmSheet } from "../work/confirm-sheet";

export function ServersSection() {
  const servers = useServers();
  const active = useActiveServer();
  const { title, tone } = connectionWords(useConnection(), 0);
  return (
    <>
      <Card title={servers.length > 1 ? "Servers" : "Server"} flush>
        {servers.map((server, place) => (
          <Row
            key={server.id}
            title={server.name}
            detail={server.baseUrl}
            icon={ServerIcon}
            iconTone={server.id === active?.id ? "accent" : "muted"}
            {...(server.id === active?.id
              ? { end: <Badge text={title} tone={tone} dot /> }
              : { onPress: () => switchServer(server.id) })}
            last={place === servers.length - 1}
          />
        ))}
      </Card>
      {HERE ? <OtherServers /> : <Button title="Add a server" icon={Plus} href={routes.pair} />}
      <ThisDevice />
    </>
  );
}

/** A browser lets a page talk to the server that it came from, and to no other. */
function OtherServers() {
  return (
    <Text variant="caption" tone="muted">
      Another server has an address of its own: open that in another tab. The app for phones knows several at once.
    </Text>
  );
}

function ThisDevice() {
  const me = useRead(["me"], (client, signal) => client.system.me({}, { signal }));
  const [asking, setAsking] = useState(false);
  const leave = async () => {
    setAsking(false);
    const reply = await signOut();
    if (!reply.ok) showToast({ title: "This device may still be signed in", detail: reply.message, tone: "danger" });
  };
  return (
    <Card title="This device">
      <Text tone="muted">
        {me.data ? `Known as “${me.data.name}”. It may ${me.data.scopes.join(", ")}.` : "Asking the server …"}
      </Text>
      <View style={{ flexDirection: "row" }}>
        <Button title="Sign out" icon={LogOut} onPress={() => setAsking(true)} />
      </View>
      <ConfirmSheet
        open={asking}
        onClose={() => setAsking(false)}
        title="Sign this device out?"
        detail="Its token ends, and what is kept here of this server goes. Another code lets it in again."
        action="Sign out"
        danger
        onConfirm={() => void leave()}
      />
    </Card>
  );
}
