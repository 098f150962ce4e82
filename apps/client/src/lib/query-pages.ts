import type { Refusal } from "@pushpals/protocol";
import type { Client } from "@pushpals/sdk";
import { type QueryKey, useInfiniteQuery } from "@tanstack/react-query";
import { useClient } from "./client";
import { RefusedError } from "./query";
import { useActiveServer } from "./servers";

interface Page {
  ok: true;
  /** `before` of the next page; null on the last. */
  next: number | null;
}

/** A list of the server's, page by page, newest first: `useReadPages(["jobs"], (client, before, signal) => …)`. */
export function useReadPages<R extends Page>(
  key: QueryKey,
  read: (client: Client, before: number | undefined, signal: AbortSignal) => Promise<R | Refusal>,
) {
  const server = useActiveServer();
  const client = useClient();
  return useInfiniteQuery<R, RefusedError, { pages: R[] }, QueryKey, number | null>({
    queryKey: [server?.id, ...key],
    queryFn: async ({ pageParam, signal }) => {
      const reply = await read(client, pageParam ?? undefined, signal);
      if (!reply.ok) throw new RefusedError(reply);
      return reply;
    },
    // Not undefined: a cache that is kept as JSON gives null back.
    initialPageParam: null,
    getNextPageParam: (page) => page.next,
    enabled: server !== null,
  });
}
