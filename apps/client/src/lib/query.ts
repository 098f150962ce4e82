import type { Refusal } from "@pushpals/protocol";
import type { Client } from "@pushpals/sdk";
import {
  QueryClient,
  type QueryKey,
  type UseMutationResult,
  type UseQueryResult,
  useMutation,
  useQuery,
} from "@tanstack/react-query";
import { clientOf, useClient } from "./client";
import { activeServer, useActiveServer } from "./servers";

/** A refusal on its way through TanStack Query, which knows only errors. */
export class RefusedError extends Error {
  constructor(readonly refusal: Refusal) {
    super(refusal.message);
  }
}

const RETRIES = 2;

export const queryClient = new QueryClient({
  defaultOptions: {
    queries: {
      // The pulse says when something has changed; without it, a minute is as old as it gets on a screen.
      staleTime: 60_000,
      gcTime: 24 * 60 * 60_000,
      networkMode: "always",
      retry: (failures, error) => failures < RETRIES && error instanceof RefusedError && error.refusal.retryable,
    },
    mutations: { networkMode: "always", retry: false },
  },
});

type Read<R> = (client: Client, signal: AbortSignal) => Promise<R | Refusal>;

export interface ReadOptions {
  enabled?: boolean;
  /** Refetch this often while it is on a screen: a safety net, as the pulse tells of changes. */
  everyMs?: number;
}

/**
 * Something of the server's, cached under a key such as `["job", id]` (per server), refreshed by the pulse:
 * `useRead(["jobs"], (client, signal) => client.jobs.list({}, { signal }))`.
 */
export function useRead<R extends { ok: true }>(
  key: QueryKey,
  read: Read<R>,
  { enabled = true, everyMs }: ReadOptions = {},
): UseQueryResult<R, RefusedError> {
  const server = useActiveServer();
  const client = useClient();
  return useQuery<R, RefusedError>({
    queryKey: [server?.id, ...key],
    queryFn: async ({ signal }) => accept(await read(client, signal)),
    enabled: enabled && server !== null,
    ...(everyMs === undefined ? {} : { refetchInterval: everyMs }),
  });
}

export interface WriteOptions<R> {
  /** Keys that are not true any more once it is done. */
  invalidates?: readonly QueryKey[];
  onDone?: (reply: R) => void;
  onRefused?: (refusal: Refusal) => void;
}

/** A change on the server: `const cancel = useWrite((client, id: string) => client.jobs.cancel({ id }))`. */
export function useWrite<I, R extends { ok: true }>(
  write: (client: Client, input: I) => Promise<R | Refusal>,
  { invalidates = [], onDone, onRefused }: WriteOptions<R> = {},
): UseMutationResult<R, RefusedError, I> {
  const client = useClient();
  return useMutation<R, RefusedError, I>({
    mutationFn: async (input) => accept(await write(client, input)),
    onSuccess: (reply) => {
      for (const key of invalidates) invalidate(key);
      onDone?.(reply);
    },
    onError: (error) => onRefused?.(error.refusal),
  });
}

/** Says that what is cached under a key is old: fetched again now where it is on a screen, later elsewhere. */
export function invalidate(key: QueryKey): void {
  const server = activeServer();
  if (server) void queryClient.invalidateQueries({ queryKey: [server.id, ...key] });
}

/** Outside of components: the API of the server in use. */
export const currentClient = (): Client => clientOf(activeServer());

function accept<R extends { ok: true }>(reply: R | Refusal): R {
  if (reply.ok) return reply;
  throw new RefusedError(reply);
}
