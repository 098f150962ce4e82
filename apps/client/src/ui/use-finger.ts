import { Platform } from "react-native";
import { useWide } from "./use-wide";

const IS_TOUCH = Platform.OS !== "web" || globalThis.matchMedia?.("(pointer: coarse)").matches === true;

/** Whether what is pressed has to be as large as a finger: on phones, on touch screens, and in windows as narrow as a phone. */
export const useFinger = (): boolean => !useWide() || IS_TOUCH;
