export { type Ancestor, endMarkedProcesses } from "./end-marked-processes";
export { ENGINE_VARIABLES, GIT_TOKEN_VARIABLES, MACHINE_VARIABLES, minimalEnv, REMOTE_VARIABLES } from "./environment";
export { MAX_LINE_CHARS } from "./lines";
export { listProcesses, type ProcessInfo } from "./list-processes";
export { run, stderrText, stdoutText } from "./run";
export { startService } from "./start-service";
export { startTalk, talkNotStarted } from "./start-talk";
export type {
  LineListener,
  OutputStream,
  RunOptions,
  RunResult,
  Service,
  ServiceOptions,
  Talk,
  TalkEnd,
  TalkOptions,
  TerminationReason,
} from "./types";
