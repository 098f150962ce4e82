import type { LucideIcon } from "lucide-react-native";
import Activity from "lucide-react-native/icons/activity";
import Bell from "lucide-react-native/icons/bell";
import Palette from "lucide-react-native/icons/palette";
import Server from "lucide-react-native/icons/server";
import Smartphone from "lucide-react-native/icons/smartphone";
import type { SettingsSection } from "../../lib/routes";

export interface Section {
  section: SettingsSection;
  title: string;
  detail: string;
  icon: LucideIcon;
}

/** In the order of the list. */
export const SECTIONS: readonly Section[] = [
  { section: "servers", title: "Server", detail: "Where this device is signed in", icon: Server },
  { section: "devices", title: "Devices", detail: "Pair another one, or revoke one that is gone", icon: Smartphone },
  { section: "notifications", title: "Notifications", detail: "What this device tells you of", icon: Bell },
  { section: "appearance", title: "Appearance", detail: "Light or dark", icon: Palette },
  { section: "diagnostics", title: "Diagnostics", detail: "How the connection and the services are", icon: Activity },
];

export const sectionOf = (name: string | undefined): Section | undefined =>
  SECTIONS.find(({ section }) => section === name);
