import { AppState } from "react-native";

export interface DeviceSignals {
  /** Somebody looks at it again, after so long. */
  onShown(hiddenMs: number): void;
  /** The device says whether it has a network. */
  onNetwork(online: boolean): void;
}

/** Whether somebody can see it now. */
export const isShown = (): boolean => AppState.currentState === "active";

/** What the device itself tells, until the answer is called. A phone's network is learnt from what fails. */
export function watchDevice({ onShown }: DeviceSignals): () => void {
  let hiddenAt: number | null = null;
  const subscription = AppState.addEventListener("change", (state) => {
    if (state !== "active") hiddenAt ??= Date.now();
    else {
      onShown(hiddenAt === null ? 0 : Date.now() - hiddenAt);
      hiddenAt = null;
    }
  });
  return () => subscription.remove();
}
