export * from "./backoff";
export { type CallOptions, callRoute, type Fetch } from "./call-route";
export * from "./client";
export * from "./send-message";
export * from "./sse";
export { type StreamItem, type StreamOptions, type StreamState, streamEvents } from "./stream-events";
export { type TimeLimit, timeLimit } from "./time-limit";
