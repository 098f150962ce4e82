import type { DeviceSignals } from "./device-signals";

/** Whether somebody can see it now. */
export const isShown = (): boolean => document.visibilityState === "visible";

/** What the browser tells, until the answer is called. */
export function watchDevice({ onShown, onNetwork }: DeviceSignals): () => void {
  let hiddenAt: number | null = null;
  const shown = () => {
    if (document.visibilityState !== "visible") hiddenAt ??= Date.now();
    else {
      onShown(hiddenAt === null ? 0 : Date.now() - hiddenAt);
      hiddenAt = null;
    }
  };
  const online = () => onNetwork(true);
  const offline = () => onNetwork(false);
  document.addEventListener("visibilitychange", shown);
  window.addEventListener("pageshow", shown);
  window.addEventListener("online", online);
  window.addEventListener("offline", offline);
  if (!navigator.onLine) offline();
  return () => {
    document.removeEventListener("visibilitychange", shown);
    window.removeEventListener("pageshow", shown);
    window.removeEventListener("online", online);
    window.removeEventListener("offline", offline);
  };
}
