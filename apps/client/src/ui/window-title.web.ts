import { useEffect } from "react";

/** Names the tab, the entry of the history, and what a screen reader says on arrival. */
export function useWindowTitle(title: string): void {
  useEffect(() => {
    document.title = `${title} · Push Pals`;
  }, [title]);
}
