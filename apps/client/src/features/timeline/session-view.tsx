import { createContext, type ReactNode, use, useMemo } from "react";
import { useStore } from "zustand";
import { createStore, type StoreApi } from "zustand/vanilla";
import type { Folding } from "./items";
import type { JobRow } from "./row";
import type { SessionLog, SessionState } from "./session-log";
import type { Live } from "./timeline";

/** How one person looks at one session: whose log it is, and what is opened in it. */
interface View {
  log: SessionLog;
  folding: StoreApi<{ readonly chosen: Folding }>;
}

const Context = createContext<View | null>(null);

export function SessionView({ log, children }: { log: SessionLog; children: ReactNode }) {
  const view = useMemo(
    () => ({ log, folding: createStore<{ chosen: Folding }>(() => ({ chosen: new Map() })) }),
    [log],
  );
  return <Context value={view}>{children}</Context>;
}

function useView(): View {
  const view = use(Context);
  if (!view) throw new Error("a row of a timeline stands outside of its session");
  return view;
}

export const useSessionState = <T,>(select: (state: SessionState) => T): T => useStore(useView().log.store, select);

/** What is heard of a job just now; draws nothing anew for other jobs. */
export const useLive = (key: string): Live | undefined => useSessionState(({ timeline }) => timeline.live.get(key));

export const useFolding = (): Folding => useStore(useView().folding, ({ chosen }) => chosen);

/** Whether a row is open, if somebody has chosen, and how to choose. */
export function useChoice(key: string): [boolean | undefined, (isOpen: boolean) => void] {
  const { folding } = useView();
  const chosen = useStore(folding, (state) => state.chosen.get(key));
  const choose = (isOpen: boolean) =>
    folding.setState(({ chosen: before }) => ({ chosen: new Map(before).set(key, isOpen) }));
  return [chosen, choose];
}

/** A job of the session by its id, as it is now. */
export const useJob = (key: string): JobRow | undefined =>
  useSessionState(({ timeline }) => {
    const at = timeline.at.get(key);
    const row = at === undefined ? undefined : timeline.rows[at];
    return row?.kind === "job" ? row : undefined;
  });
