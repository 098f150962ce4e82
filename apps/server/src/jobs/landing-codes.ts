/** Where the change of a job is, as stored; the names are those of the protocol's `landingState`. */
export const LANDING_NONE = 0;
export const LANDING_WAITING = 1;
export const LANDED = 2;
export const LANDING_FAILED = 3;

const NAMES = ["none", "waiting", "landed", "failed"] as const;
export const landingName = (code: number): (typeof NAMES)[number] => NAMES[code] ?? "none";
