import { create } from "zustand";

/** What of the shell lies over the screens. */
export type Overlay = "palette" | "keyboard";

const useOpen = create<{ open: Overlay | null }>(() => ({ open: null }));

export const useOverlay = (overlay: Overlay): boolean => useOpen((state) => state.open === overlay);
export const showOverlay = (overlay: Overlay | null): void => useOpen.setState({ open: overlay });
