import { PROTOCOL_VERSION, type SystemStatus } from "@pushpals/protocol";
import { ago } from "@pushpals/sdk";
import Constants from "expo-constants";
import Copy from "lucide-react-native/icons/copy";
import RefreshCw from "lucide-react-native/icons/refresh-cw";
import Trash from "lucide-react-native/icons/trash";
import { useState } from "react";
import { Platform, View } from "react-native";
import type { Connection } from "../../lib/connection/state";
import { useConnection } from "../../lib/connection/store";
import { wake } from "../../lib/connection/wake";
import { copyText } from "../../lib/copy-text";
import { forgetCache } from "../../lib/kept-cache";
import { useRead } from "../../lib/query";
import { useActiveServer } from "../../lib/servers";
import { useNow } from "../../lib/use-now";
import { Badge } from "../../ui/badge";
import { Button } from "../../ui/button";
import { Card } from "../../ui/card";
import { ErrorState } from "../../ui/error-state";
import { Row } from "../../ui/row";
import { Text } from "../../ui/text";
import { makeStyles } from "../../ui/theme";
import { showToast } from "../../ui/toast";
import { connectionWords } from "../connection/connection-words";

/** What one looks at when something does not work, and what one sends to whoever helps. */
export function DiagnosticsSection() {
  const styles = useStyles();
  const connection = useConnection();
  const server = useActiveServer();
  const status = useRead(["status"], (client, signal) => client.system.status({}, { signal }));
  const words = connectionWords(connection, useNow(1_000));
  const trip = useRoundTrip();
  return (
    <>
      <Card title="Connection" action={<Badge text={words.title} tone={words.tone} dot />}>
        <Text tone="muted">{words.detail}</Text>
        {reasonOf(connection) === null ? null : (
          <Text variant="caption" mono selectable>
            {reasonOf(connection)}
          </Text>
        )}
        <Text variant="caption" tone="muted">
          {trip.ms === null ? "How long an answer takes was not measured yet." : `An answer takes ${trip.ms} ms.`}
        </Text>
        <View style={styles.line}>
          <Button title="Connect anew" icon={RefreshCw} onPress={wake} />
          <Button title="Measure" busy={trip.busy} onPress={trip.measure} />
        </View>
      </Card>
      {status.error ? (
        <ErrorState
          title="The services could not be asked about"
          reason={status.error.message}
          onRetry={() => status.refetch()}
        />
      ) : (
        <Services status={status.data} />
      )}
      <Card title="This client">
        <Text variant="caption" mono selectable>
          {clientFacts(server?.baseUrl ?? "no server", connection, status.data)}
        </Text>
        <View style={styles.line}>
          <Button
            title="Copy"
            icon={Copy}
            label="Copy these facts"
            onPress={() =>
              void copyText(clientFacts(server?.baseUrl ?? "no server", connection, status.data), "Copied")
            }
          />
          <Button
            title="Empty the cache"
            icon={Trash}
            onPress={() => {
              if (server) forgetCache(server.id);
              showToast({ title: "The cache is empty", detail: "Everything is asked for anew.", tone: "success" });
              wake();
            }}
          />
        </View>
      </Card>
    </>
  );
}

function Services({ status }: { status: SystemStatus | undefined }) {
  const now = useNow();
  const workers = status?.workers ?? [];
  return (
    <Card title="Services" flush>
      {workers.length === 0 ? <Row title="None has reported yet" last /> : null}
      {workers.map(({ workerId, role, online, status: state, lastSeenAt, reason }, place) => (
        <Row
          key={`${role} ${workerId}`}
          title={workerId}
          detail={[role.replaceAll("_", " "), reason, `seen ${ago(lastSeenAt, now)}`].filter(Boolean).join(" · ")}
          end={<Badge text={online ? state : "offline"} tone={online ? "success" : "danger"} dot />}
          last={place === workers.length - 1}
        />
      ))}
    </Card>
  );
}

function useRoundTrip(): { ms: number | null; busy: boolean; measure: () => void } {
  const [ms, setMs] = useState<number | null>(null);
  const health = useRead(["round-trip"], async (client, signal) => {
    const startedAt = performance.now();
    const reply = await client.system.health({}, { signal });
    if (reply.ok) setMs(Math.round(performance.now() - startedAt));
    return reply;
  });
  return { ms, busy: health.isFetching, measure: () => void health.refetch() };
}

const reasonOf = (connection: Connection): string | null => ("reason" in connection ? connection.reason : null);

function clientFacts(address: string, connection: Connection, status: SystemStatus | undefined): string {
  return [
    `client     ${Constants.expoConfig?.version ?? "?"}, protocol ${PROTOCOL_VERSION}, ${Platform.OS}`,
    `server     ${address}, protocol ${status?.protocolVersion ?? "?"}`,
    `since      ${status ? new Date(status.startedAt).toISOString() : "?"}`,
    `connection ${connection.name}`,
  ].join("\n");
}

const useStyles = makeStyles((t) => ({ line: { flexDirection: "row", flexWrap: "wrap", gap: t.space.sm } }));
