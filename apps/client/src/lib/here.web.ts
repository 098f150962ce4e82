import type { Server } from "./server";

/** The server that this page came from: the only one that a browser lets it talk to. */
export const HERE: Server | null = { id: "here", name: location.host, baseUrl: location.origin };
