export { gitFailureClass } from "./failure-class";
export { git, saidBy } from "./git";
export { type Inspected, inspectRepository } from "./inspect-repository";
export { maskUrl } from "./mask-url";
export { mirrorDirIn } from "./mirror/stores";
export { checkBranch, checkRef, checkSha } from "./names";
export { type OpenedMirror, type OpenMirrorOptions, openMirror } from "./open-mirror";
export { addTrailers, parseTrailers, type Trailer } from "./trailers";
export type * from "./types";
