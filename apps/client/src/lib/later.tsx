import { type ComponentType, type ReactNode, useEffect, useState } from "react";
import { onWake } from "./connection/wake";

/** A component that is fetched once, whoever asks for it. */
interface Source<P> {
  loaded: ComponentType<P> | null;
  fetch(): Promise<void>;
}

/**
 * A component whose code is fetched when it is first shown. Unlike `lazy`, it outlives a time without a network: it is
 * fetched again once the connection is woken, and `waiting` stands in its place until then.
 */
export function later<P extends object>(
  load: () => Promise<{ default: ComponentType<P> }>,
  waiting: ReactNode = null,
): ComponentType<P> {
  const source: Source<P> = {
    loaded: null,
    fetch: async () => {
      source.loaded = (await load()).default;
    },
  };
  return (props) => <Fetched source={source} props={props} waiting={waiting} />;
}

function Fetched<P extends object>({ source, props, waiting }: { source: Source<P>; props: P; waiting: ReactNode }) {
  const [Part, setPart] = useState<ComponentType<P> | null>(() => source.loaded);
  useEffect(() => {
    if (Part) return;
    let isGone = false;
    const attempt = () =>
      source.fetch().then(
        () => isGone || setPart(() => source.loaded),
        (error: unknown) => console.warn("a part could not be fetched yet:", error),
      );
    void attempt();
    const stop = onWake(() => void attempt());
    return () => {
      isGone = true;
      stop();
    };
  }, [Part, source]);
  return Part ? <Part {...props} /> : waiting;
}
