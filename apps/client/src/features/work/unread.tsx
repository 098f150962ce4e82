import { ErrorState } from "../../ui/error-state";
import { Skeleton } from "../../ui/skeleton";

export interface UnreadProps {
  /** What `useRead` gave, as long as it has no data. */
  read: { error: Error | null; isFetching: boolean; refetch: () => Promise<unknown> };
  /** What cannot be done without it, where it was refused. */
  problem: string;
  /** What is loading, for a screen reader. */
  label: string;
  rows?: number;
}

/** In the place of something that is not there yet: its shape, or why it does not come. */
export function Unread({ read, problem, label, rows = 5 }: UnreadProps) {
  if (!read.error) return <Skeleton rows={rows} label={label} />;
  return (
    <ErrorState
      title={problem}
      reason={read.error.message}
      onRetry={() => void read.refetch()}
      retrying={read.isFetching}
    />
  );
}
