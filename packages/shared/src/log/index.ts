export { createLog, type Log, type LogOptions } from "./create-log";
export { redact } from "./redact";
