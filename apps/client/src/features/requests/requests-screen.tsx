import type { RequestRow } from "@pushpals/protocol";
import { useLocalSearchParams, useRouter } from "expo-router";
import Inbox from "lucide-react-native/icons/inbox";
import ListTodo from "lucide-react-native/icons/list-todo";
import { useMemo, useState } from "react";
import { ScrollView, View } from "react-native";
import { useRead } from "../../lib/query";
import { useReadPages } from "../../lib/query-pages";
import { routes } from "../../lib/routes";
import { useNow } from "../../lib/use-now";
import { Button } from "../../ui/button";
import { EmptyState } from "../../ui/empty-state";
import { LongList } from "../../ui/long-list";
import { Screen } from "../../ui/screen";
import { Sheet } from "../../ui/sheet";
import { Skeleton } from "../../ui/skeleton";
import { Tabs } from "../../ui/tabs";
import { makeStyles } from "../../ui/theme";
import { useWide } from "../../ui/use-wide";
import { Unread } from "../work/unread";
import { InLineList } from "./in-line-list";
import { RequestDetail } from "./request-detail";
import { RequestLine } from "./request-line";

type Tab = "all" | "line";

/** All that was asked for: what became of it, and what still waits, in its order. */
export function RequestsScreen() {
  const styles = useStyles();
  const wide = useWide();
  const router = useRouter();
  const { id } = useLocalSearchParams<{ id?: string }>();
  const [tab, setTab] = useState<Tab>("all");
  const waiting = useWaiting();
  const choose = (requestId: string | undefined) => router.setParams({ id: requestId });
  const list = { selected: id, onChoose: choose };
  return (
    <Screen
      title="Requests"
      scroll={false}
      under={
        <Tabs
          label="Requests to show"
          value={tab}
          onChange={setTab}
          segments={[
            { value: "all", title: "All" },
            { value: "line", title: "In line", ...(waiting.data ? { count: waiting.data.counts.pending } : {}) },
          ]}
        />
      }
    >
      <View style={styles.columns}>
        <View style={styles.list}>
          {tab === "all" ? <AllRequests {...list} /> : <InLine {...list} waiting={waiting} />}
        </View>
        {wide && id ? (
          <ScrollView style={styles.detail} contentContainerStyle={styles.detailContent}>
            <RequestDetail key={id} requestId={id} />
          </ScrollView>
        ) : null}
      </View>
      {wide ? null : (
        <Sheet open={id !== undefined} onClose={() => choose(undefined)} title="Request">
          {id ? <RequestDetail key={id} requestId={id} /> : null}
        </Sheet>
      )}
    </Screen>
  );
}

const WAITING_LIMIT = 200;
/** ETAs grow old though nothing happens. */
const REFRESH_MS = 15_000;

const useWaiting = () =>
  useRead(
    ["requests", "waiting"],
    (client, signal) => client.requests.list({ status: "pending", limit: WAITING_LIMIT }, { signal }),
    { everyMs: REFRESH_MS },
  );

interface ListProps {
  selected: string | undefined;
  onChoose: (requestId: string) => void;
}

const PAGE = 50;
const keyOf = (request: RequestRow): string => request.requestId;

function AllRequests({ selected, onChoose }: ListProps) {
  const styles = useStyles();
  const now = useNow();
  const read = useReadPages(["requests", "all"], (client, before, signal) =>
    client.requests.list({ limit: PAGE, ...(before === undefined ? {} : { before }) }, { signal }),
  );
  const rows = useMemo(() => read.data?.pages.flatMap((page) => page.requests) ?? [], [read.data]);
  if (!read.data)
    return <Unread read={read} problem="The requests cannot be read" label="Loading the requests" rows={7} />;
  if (rows.length === 0)
    return (
      <EmptyState
        icon={ListTodo}
        title="No requests yet"
        detail="What you ask for in a chat, and is work for the team, appears here."
        action={<Button title="Open the chats" kind="primary" href={routes.chats} />}
      />
    );
  const etaError = read.data.pages[0]?.slo.etaErrorMs;
  return (
    <LongList
      data={rows}
      keyExtractor={keyOf}
      extraData={`${now} ${selected}`}
      renderItem={({ item }: { item: RequestRow }) => (
        <RequestLine
          request={item}
          now={now}
          etaError={etaError}
          selected={item.requestId === selected}
          onPress={() => onChoose(item.requestId)}
        />
      )}
      estimatedItemSize={64}
      onEndReached={() => {
        if (read.hasNextPage && !read.isFetchingNextPage) void read.fetchNextPage();
      }}
      onEndReachedThreshold={1}
      ListFooterComponent={read.isFetchingNextPage ? <Skeleton rows={2} label="Loading older requests" /> : null}
      style={styles.fill}
    />
  );
}

function InLine({ selected, onChoose, waiting }: ListProps & { waiting: ReturnType<typeof useWaiting> }) {
  const styles = useStyles();
  const now = useNow(1_000);
  if (!waiting.data)
    return <Unread read={waiting} problem="The line cannot be read" label="Loading the line" rows={4} />;
  if (waiting.data.requests.length === 0)
    return <EmptyState icon={Inbox} title="Nothing waits" detail="Requests are planned as soon as they come." />;
  return (
    <ScrollView style={styles.fill}>
      <InLineList
        requests={waiting.data.requests}
        etaError={waiting.data.slo.etaErrorMs}
        now={now}
        selected={selected}
        onChoose={onChoose}
      />
    </ScrollView>
  );
}

const useStyles = makeStyles((t) => ({
  fill: { flex: 1 },
  pad: { padding: t.space.lg },
  columns: { flex: 1, flexDirection: "row", minHeight: 0 },
  list: { flex: 1, minWidth: 0 },
  detail: {
    width: 440,
    flexGrow: 0,
    borderLeftWidth: 1,
    borderLeftColor: t.color.line,
    backgroundColor: t.color.surface,
  },
  detailContent: { padding: t.space.lg },
}));
