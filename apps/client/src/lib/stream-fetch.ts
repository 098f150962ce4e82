import type { Fetch } from "@pushpals/sdk";
import { fetch as expoFetch } from "expo/fetch";

/** React Native's own fetch has no body that streams. */
export const streamFetch = expoFetch as unknown as Fetch;
