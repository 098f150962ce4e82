import { type Client, createClient, type Fetch } from "@pushpals/sdk";
import { useMemo } from "react";
import { secrets } from "./secrets";
import type { Server } from "./server";
import { activeServer, useActiveServer } from "./servers";
import { streamFetch } from "./stream-fetch";

/** What every call and stream of the sdk needs to reach the server in use. */
export interface Reach {
  baseUrl: string;
  /** None in a browser: its cookie goes along by itself. */
  token?: string;
  fetch: Fetch;
}

export function reachOf(server: Server): Reach {
  const token = secrets.get(server.id);
  return { baseUrl: server.baseUrl, fetch: streamFetch, ...(token === undefined ? {} : { token }) };
}

/** How to reach the server in use, for `streamEvents` and `sendMessage`; null while there is none. */
export function currentReach(): Reach | null {
  const server = activeServer();
  return server ? reachOf(server) : null;
}

/** The API of the server in use. Without one every call is refused as `unreachable`. */
export function useClient(): Client {
  const server = useActiveServer();
  return useMemo(() => clientOf(server), [server]);
}

export const clientOf = (server: Server | null): Client =>
  createClient(server ? reachOf(server) : { baseUrl: "http://no-server.invalid", fetch: noServer });

const noServer: Fetch = () => Promise.reject(new Error("this device is not paired with a server"));
