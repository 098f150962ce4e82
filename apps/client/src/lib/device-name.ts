import Constants from "expo-constants";

/** What this device is most likely called by its owner. */
export const deviceName = (): string => Constants.deviceName ?? "Phone";
