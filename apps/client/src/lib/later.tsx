import { type ComponentType, type ReactNode, useEffect, useState } from "react";
import { onWake } from "./connection/wake";

/**
 * A component whose code is fetched when it is first shown. Unlike `lazy`, it outlives a time without a network: it is
 * fetched again once the connection is woken, and `waiting` stands in its place until then.
 */
export function later<P extends object>(
  load: () => Promise<{ default: ComponentType<P> }>,
  waiting: ReactNode = null,
): ComponentType<P> {
  let loaded: ComponentType<P> | null = null;
  const fetchIt = async () => {
    loaded = (await load()).default;
  };
  // biome-ignore lint/correctness/noComponentHookFactories: made once for each part, where a module is read
  return function Later(props: P) {
    const [Part, setPart] = useState<ComponentType<P> | null>(() => loaded);
    useEffect(() => {
      if (Part) return;
      let isGone = false;
      const attempt = () =>
        fetchIt().then(
          () => isGone || setPart(() => loaded),
          (error: unknown) => console.warn("a part could not be fetched yet:", error),
        );
      void attempt();
      const stop = onWake(() => void attempt());
      return () => {
        isGone = true;
        stop();
      };
    }, [Part]);
    return Part ? <Part {...props} /> : waiting;
  };
}
