import { useLocalSearchParams } from "expo-router";
import Bot from "lucide-react-native/icons/bot";
import Hammer from "lucide-react-native/icons/hammer";
import { useRead } from "../../lib/query";
import { routes } from "../../lib/routes";
import { useNow } from "../../lib/use-now";
import { Card } from "../../ui/card";
import { EmptyState } from "../../ui/empty-state";
import { ErrorState } from "../../ui/error-state";
import { Screen } from "../../ui/screen";
import { Skeleton } from "../../ui/skeleton";
import { Text } from "../../ui/text";
import { JobLine } from "../work/job-line";
import { WorkerFacts } from "./worker-facts";

const LIMIT = 50;
const REFRESH_MS = 15_000;

/** One member of the team: whether it is there, what it has in hand, and what it did. */
export function WorkerScreen() {
  const { workerId } = useLocalSearchParams<{ workerId: string }>();
  const workers = useRead(["workers"], (client, signal) => client.workers.list({}, { signal }), {
    everyMs: REFRESH_MS,
  });
  const jobs = useRead(["jobs", { workerId }], (client, signal) =>
    client.jobs.list({ workerId, limit: LIMIT }, { signal }),
  );
  const now = useNow(5_000);
  const worker = workers.data?.workers.find((one) => one.workerId === workerId);
  const error = workers.error ?? jobs.error;
  return (
    <Screen title={workerId} subtitle="Worker" backTo={routes.missionControl}>
      {error && !worker ? (
        <ErrorState
          title="This worker cannot be shown"
          reason={error.message}
          onRetry={() => void Promise.all([workers.refetch(), jobs.refetch()])}
          retrying={workers.isFetching}
        />
      ) : workers.isPending ? (
        <Skeleton rows={5} label="Loading the worker" />
      ) : worker ? (
        <WorkerFacts worker={worker} now={now} />
      ) : (
        <EmptyState
          icon={Bot}
          title="Nobody of this name is known now"
          detail="Workers come and go with the work. What it did is kept below."
        />
      )}
      {worker && worker.role !== "workerpal" ? null : (
        <Card title="Its jobs" flush>
          {jobs.data?.jobs.length === 0 ? (
            <EmptyState icon={Hammer} title="No jobs yet" detail="It takes the next one that waits." />
          ) : jobs.data ? (
            jobs.data.jobs.map((job, index, all) => (
              <JobLine key={job.jobId} job={job} last={index === all.length - 1} />
            ))
          ) : jobs.isPending ? (
            <Skeleton rows={3} label="Loading its jobs" />
          ) : (
            <Text tone="muted">{jobs.error?.message}</Text>
          )}
        </Card>
      )}
    </Screen>
  );
}
