export { bearerToken } from "./bearer-token";
export { createHttpApp, type HttpAppOptions, type HttpEnv } from "./create-http-app";
export { isSameOrigin } from "./guard-origin";
export { type Listening, type ListenOptions, listen } from "./listen";
export { parseInput } from "./parse-input";
export { reply } from "./reply";
