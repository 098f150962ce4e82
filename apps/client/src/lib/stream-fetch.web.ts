import type { Fetch } from "@pushpals/sdk";

export const streamFetch: Fetch = (url, init) => fetch(url, init);
