const MAX_REDIRECTS = 5;
/** GitHub documents these for moved repositories, to be repeated as they were. */
const REDIRECTS: readonly number[] = [301, 302, 307, 308];

/** The forge sent us to another host, which must not see the token. */
export class ForeignHost extends Error {
  override name = "ForeignHost";
}

type Init = RequestInit & { headers: Record<string, string> };

/**
 * A fetch that talks to one origin and to no other: redirects are followed within it, and throw `ForeignHost` where
 * they lead away. Each exchange, its body included, is over after `timeoutMs`.
 */
export function guardedFetch(origin: string, timeoutMs: number): (url: string, init: Init) => Promise<Response> {
  return async (url, init) => {
    const limit = AbortSignal.timeout(timeoutMs);
    const signal = init.signal ? AbortSignal.any([init.signal, limit]) : limit;
    let target = new URL(url);
    for (let hop = 0; ; hop += 1) {
      if (target.origin !== origin) throw new ForeignHost(`${origin} sends its callers on to ${target.origin}`);
      const response = await fetch(target.href, { ...init, signal, redirect: "manual" });
      const location = REDIRECTS.includes(response.status) ? response.headers.get("location") : null;
      if (location === null || hop === MAX_REDIRECTS || !URL.canParse(location, target.href)) return response;
      await response.body?.cancel();
      target = new URL(location, target);
    }
  };
}
