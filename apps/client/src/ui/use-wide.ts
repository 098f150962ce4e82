import { useWindowDimensions } from "react-native";
import { WIDE } from "./tokens";

/** Whether there is room for the sidebar, and for dialogs instead of sheets. */
export const useWide = (): boolean => useWindowDimensions().width >= WIDE;
