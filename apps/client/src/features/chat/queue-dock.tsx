import type { RequestRow } from "@pushpals/protocol";
import { count, oneLine, queueWords } from "@pushpals/sdk";
import ArrowUpToLine from "lucide-react-native/icons/arrow-up-to-line";
import ChevronUp from "lucide-react-native/icons/chevron-up";
import Ellipsis from "lucide-react-native/icons/ellipsis";
import Pencil from "lucide-react-native/icons/pencil";
import X from "lucide-react-native/icons/x";
import { useState } from "react";
import { View } from "react-native";
import { useRead, useWrite } from "../../lib/query";
import { Button } from "../../ui/button";
import { IconButton } from "../../ui/icon-button";
import { Menu } from "../../ui/menu";

import { Text } from "../../ui/text";

import { makeStyles } from "../../ui/theme";
import { showToast } from "../../ui/toast";
import { EditSheet } from "../requests/edit-sheet";
import { useSessionState } from "../timeline/session-view";

const SHOWN = 3;

/** What this chat has in line, with its place and when its turn comes; it can still be changed. */
export default function QueueDock({ sessionId }: { sessionId: string }) {
  const styles = useStyles();
  const [isWhole, setWhole] = useState(false);
  const { waiting, ahead, error } = useWaiting(sessionId);
  if (waiting.length === 0) return null;
  const shown = isWhole ? waiting : waiting.slice(0, SHOWN);
  return (
    <View style={styles.dock} role="list" aria-label="Waiting requests">
      {shown.map((request) => (
        <Waiting key={request.requestId} request={request} before={ahead(request)} error={error} />
      ))}
      {waiting.length > SHOWN ? (
        <Button
          title={isWhole ? "Show fewer" : `${count(waiting.length - SHOWN, "more", "more")} in line`}
          kind="quiet"
          size="sm"
          onPress={() => setWhole(!isWhole)}
        />
      ) : null}
    </View>
  );
}

function useWaiting(sessionId: string) {
  const queued = useSessionState(({ timeline }) =>
    [...timeline.open].filter((key) => key.startsWith("request:") && isQueued(timeline, key)).join(" "),
  );
  const { data } = useRead(
    ["requests", "pending"],
    (client, signal) => client.requests.list({ status: "pending", limit: 200 }, { signal }),
    { enabled: queued !== "", everyMs: 5_000 },
  );
  const line = (data?.requests ?? []).toSorted((a, b) => (a.queuePosition ?? 0) - (b.queuePosition ?? 0));
  const waiting = line.filter((row) => row.sessionId === sessionId && queued.includes(row.requestId));
  const ahead = (request: RequestRow) => line[line.indexOf(request) - 1] ?? null;
  return { waiting, ahead, error: data?.slo.etaErrorMs };
}

const isQueued = (timeline: { at: ReadonlyMap<string, number>; rows: readonly { kind: string }[] }, key: string) => {
  const row = timeline.rows[timeline.at.get(key) ?? -1];
  return row?.kind === "request" && (row as { state?: string }).state === "queued";
};

interface WaitingProps {
  request: RequestRow;
  before: RequestRow | null;
  error: { p50: number | null } | undefined;
}

function Waiting({ request, before, error }: WaitingProps) {
  const styles = useStyles();
  const [isEditing, setEditing] = useState(false);
  const id = request.requestId;
  const options = {
    invalidates: [["requests"]],
    onRefused: ({ message }: { message: string }) =>
      showToast({ title: "Not changed", detail: message, tone: "danger" }),
  };
  const move = useWrite((client, to: object) => client.requests.move({ id, ...to }), options);
  const cancel = useWrite((client, _: null) => client.requests.cancel({ id }), options);
  const items = [
    {
      title: "Send now",
      detail: "Before all that waits",
      icon: ArrowUpToLine,
      onPress: () => move.mutate({ priority: "interactive", first: true }),
    },
    ...(before
      ? [
          {
            title: "Move up",
            detail: `Before “${oneLine(before.promptPreview, 60)}”`,
            icon: ChevronUp,
            onPress: () => move.mutate({ before: before.requestId }),
          },
        ]
      : []),
    { title: "Edit", icon: Pencil, onPress: () => setEditing(true) },
    { title: "Cancel", icon: X, danger: true, onPress: () => cancel.mutate(null) },
  ];
  return (
    <View style={styles.row} role="listitem">
      <View style={styles.texts}>
        <Text variant="caption" numberOfLines={1}>
          {oneLine(request.promptPreview, 160)}
        </Text>
        <Text variant="micro" tone="accent">
          {queueWords(request, error) ?? "waits"}
        </Text>
      </View>
      <IconButton
        icon={X}
        label={`Cancel: ${oneLine(request.promptPreview, 60)}`}
        onPress={() => cancel.mutate(null)}
      />
      <Menu
        title={oneLine(request.promptPreview, 80)}
        items={items}
        trigger={(open, isOpen) => (
          <IconButton
            icon={Ellipsis}
            label={`Change: ${oneLine(request.promptPreview, 60)}`}
            expanded={isOpen}
            onPress={open}
          />
        )}
      />
      {isEditing ? <EditSheet requestId={id} onClose={() => setEditing(false)} /> : null}
    </View>
  );
}

const useStyles = makeStyles((t) => ({
  dock: { gap: 1, borderRadius: t.radius.lg, overflow: "hidden", borderWidth: 1, borderColor: t.color.line },
  row: { flexDirection: "row", alignItems: "center", paddingLeft: t.space.md, backgroundColor: t.color.surface },
  texts: { flex: 1, minWidth: 0 },
}));
