import { gitFailureClass } from "../failure-class";
import type { GitResult } from "../types";

const TRIES = 5;
const PAUSE_MS = 100;

/** Another process of Push Pals may hold a ref's lock or have just moved it: such a call is made again. */
export async function retryLocked(call: () => Promise<GitResult>): Promise<GitResult> {
  for (let attempt = 1; ; attempt++) {
    const result = await call();
    const raced = !result.ok && /cannot lock ref|\.lock': File exists|shallow file has changed/i.test(result.stderr);
    if (!raced || attempt === TRIES || gitFailureClass(result) === "auth") return result;
    await Bun.sleep(PAUSE_MS * attempt * (0.5 + Math.random()));
  }
}
