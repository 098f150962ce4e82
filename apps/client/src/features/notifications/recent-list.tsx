import type { Notification } from "@pushpals/protocol";
import { ago } from "@pushpals/sdk";
import type { Href } from "expo-router";
import Bell from "lucide-react-native/icons/bell";
import { useRead } from "../../lib/query";
import { useNow } from "../../lib/use-now";
import { Card } from "../../ui/card";
import { EmptyState } from "../../ui/empty-state";
import { ErrorState } from "../../ui/error-state";
import { Row } from "../../ui/row";
import { Skeleton } from "../../ui/skeleton";
import { Text } from "../../ui/text";
import { wordsOf } from "./kinds";

const SHOWN = 20;

/** The last ones, whether this device was told of them or not; each leads to where it came from. */
export function RecentList() {
  const recent = useRead(["notifications"], (client, signal) =>
    client.notifications.list({ limit: SHOWN }, { signal }),
  );
  if (recent.error)
    return (
      <ErrorState
        title="The last notifications could not be read"
        reason={recent.error.message}
        onRetry={() => recent.refetch()}
        retrying={recent.isFetching}
      />
    );
  if (!recent.data) return <Skeleton rows={3} label="Loading the last notifications" />;
  const { notifications } = recent.data;
  return (
    <Card title="Latest" flush>
      {notifications.length === 0 ? (
        <EmptyState icon={Bell} title="Nothing yet" detail="What is done, failed or waits for you appears here." />
      ) : (
        notifications.map((one, place) => (
          <RecentRow key={one.id} notification={one} last={place === notifications.length - 1} />
        ))
      )}
    </Card>
  );
}

function RecentRow({ notification, last }: { notification: Notification; last: boolean }) {
  const { kind, title, body, link, at, settledAt } = notification;
  const now = useNow(60_000);
  const words = wordsOf(kind);
  const isOpen = settledAt === null && (kind === "approval" || kind === "question");
  return (
    <Row
      {...(words ? { icon: words.icon, iconTone: isOpen || kind === "failed" ? words.tone : "muted" } : {})}
      title={title}
      detail={[body, settledAt === null ? "" : "settled"].filter((part) => part !== "").join(" · ") || undefined}
      end={
        <Text variant="caption" tone="muted">
          {ago(at, now)}
        </Text>
      }
      href={link as Href}
      last={last}
    />
  );
}
