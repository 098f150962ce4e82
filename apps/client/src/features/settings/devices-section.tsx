import { type Device, SCOPES } from "@pushpals/protocol";
import { ago } from "@pushpals/sdk";
import Plus from "lucide-react-native/icons/plus";
import Smartphone from "lucide-react-native/icons/smartphone";
import { useState } from "react";
import { View } from "react-native";
import { useRead, useWrite } from "../../lib/query";
import { useNow } from "../../lib/use-now";
import { Badge } from "../../ui/badge";
import { Button } from "../../ui/button";
import { Card } from "../../ui/card";
import { ErrorState } from "../../ui/error-state";
import { Row } from "../../ui/row";
import { Skeleton } from "../../ui/skeleton";
import { Text } from "../../ui/text";
import { ConfirmSheet } from "../work/confirm-sheet";
import { tellRefused } from "../work/refused-toast";
import { PairDevice } from "./pair-device";

export function DevicesSection() {
  const me = useRead(["me"], (client, signal) => client.system.me({}, { signal }));
  if (me.error)
    return <ErrorState title="The devices could not be read" reason={me.error.message} onRetry={() => me.refetch()} />;
  if (!me.data) return <Skeleton rows={2} label="Loading the devices" />;
  const { scopes, deviceId, name } = me.data;
  return scopes.includes("admin") ? <AllDevices ownId={deviceId} /> : <OnlyThisDevice name={name} />;
}

/** Most devices may not pair others: that would let a lost phone bring in more. */
function OnlyThisDevice({ name }: { name: string }) {
  return (
    <Card title="This device">
      <Text>{name}</Text>
      <Text variant="caption" tone="muted">
        It may not see, pair or revoke other devices. On the machine where Push Pals runs, `bun run pushpals pair` lets
        in another one, and `bun run pushpals pair --admin` one that may.
      </Text>
    </Card>
  );
}

function AllDevices({ ownId }: { ownId: string | null }) {
  const devices = useRead(["devices"], (client, signal) => client.devices.list({}, { signal }));
  const [pairing, setPairing] = useState(false);
  const [revoking, setRevoking] = useState<Device | null>(null);
  const revoke = useWrite((client, id: string) => client.devices.revoke({ id }), {
    invalidates: [["devices"]],
    onDone: () => setRevoking(null),
    onRefused: tellRefused("The device is not revoked"),
  });
  const now = useNow();
  if (devices.error)
    return (
      <ErrorState
        title="The devices could not be read"
        reason={devices.error.message}
        onRetry={() => devices.refetch()}
        retrying={devices.isFetching}
      />
    );
  if (!devices.data) return <Skeleton rows={3} label="Loading the devices" />;
  const signedIn = devices.data.devices.filter((device) => device.revokedAt === null);
  return (
    <>
      <View style={{ flexDirection: "row" }}>
        <Button title="Pair a new device" icon={Plus} kind="primary" onPress={() => setPairing(true)} />
      </View>
      <Card title="Signed in" flush>
        {signedIn.map((device, place) => (
          <Row
            key={device.deviceId}
            title={device.name}
            detail={deviceDetail(device, now)}
            icon={Smartphone}
            end={
              device.deviceId === ownId ? (
                <Badge text="This one" tone="accent" />
              ) : (
                <Button title="Revoke" size="sm" label={`Revoke ${device.name}`} onPress={() => setRevoking(device)} />
              )
            }
            last={place === signedIn.length - 1}
          />
        ))}
      </Card>
      <PairDevice open={pairing} onClose={() => setPairing(false)} known={signedIn} />
      <ConfirmSheet
        open={revoking !== null}
        onClose={() => setRevoking(null)}
        title={`Revoke ${revoking?.name ?? ""}?`}
        detail="Its token and its open streams end now. Only a new code lets it in again."
        action="Revoke"
        danger
        busy={revoke.isPending}
        onConfirm={() => revoking && revoke.mutate(revoking.deviceId)}
      />
    </>
  );
}

function deviceDetail({ lastSeenAt, createdAt, scopes }: Device, now: number): string {
  const seen = lastSeenAt === null ? `paired ${ago(createdAt, now)}, not seen yet` : `seen ${ago(lastSeenAt, now)}`;
  const power = scopes.includes("admin")
    ? "may pair devices"
    : scopes.includes("approve")
      ? "may approve"
      : SCOPES.read;
  return `${seen} · ${power}`;
}
