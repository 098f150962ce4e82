import { useRead } from "../../lib/query";
import { ErrorState } from "../../ui/error-state";
import { Skeleton } from "../../ui/skeleton";
import { Elsewhere } from "./elsewhere";
import { KindList } from "./kind-list";
import { RecentList } from "./recent-list";
import { ThisDevice } from "./this-device";

export function NotificationsSection() {
  const read = useRead(["notification-settings"], (client, signal) => client.notifications.settings({}, { signal }));
  if (read.error)
    return (
      <ErrorState
        title="The settings could not be read"
        reason={read.error.message}
        onRetry={() => read.refetch()}
        retrying={read.isFetching}
      />
    );
  if (!read.data) return <Skeleton rows={5} label="Loading the settings of notifications" />;
  const { settings } = read.data;
  return (
    <>
      <ThisDevice settings={settings} />
      <KindList settings={settings} />
      <RecentList />
      <Elsewhere webhooks={settings.webhooks} />
    </>
  );
}
