import type { Failure } from "@pushpals/protocol";

/** The failure of what a person stopped. */
export const CANCELLED_ON_REQUEST: Failure = { code: "cancelled", message: "Cancelled on request." };
