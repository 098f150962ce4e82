import { AppState } from "react-native";

/** Resolves when the app is looked at again: on a phone that is when the network may be back. */
export const untilOnline = (signal: AbortSignal): Promise<void> =>
  new Promise((resolve) => {
    const heard = AppState.addEventListener("change", (state) => state === "active" && done());
    function done(): void {
      heard.remove();
      resolve();
    }
    signal.addEventListener("abort", done, { once: true });
  });
