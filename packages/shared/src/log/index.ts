export { createLog, type Log, type LogOptions } from "./create-log";
export { redact, redactText } from "./redact";
