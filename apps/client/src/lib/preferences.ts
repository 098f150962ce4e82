import { create } from "zustand";
import type { Appearance } from "../ui/theme";
import { storage } from "./storage";

export interface Preferences {
  appearance: Appearance;
}

const KEY = "pushpals.preferences";
const DEFAULTS: Preferences = { appearance: "system" };

/** What a person has chosen on this device. */
export const usePreferences = create<Preferences>(() => ({
  ...DEFAULTS,
  ...(JSON.parse(storage.get(KEY) ?? "{}") as Partial<Preferences>),
}));

export function setPreference<K extends keyof Preferences>(key: K, value: Preferences[K]): void {
  usePreferences.setState({ [key]: value } as Pick<Preferences, K>);
  storage.set(KEY, JSON.stringify(usePreferences.getState()));
}
