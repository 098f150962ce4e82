import type { Server } from "./server";

/** An app was not got from a server: it has to be told of one. */
export const HERE: Server | null = null as Server | null;
