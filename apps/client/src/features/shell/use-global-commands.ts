import { useRouter } from "expo-router";
import Keyboard from "lucide-react-native/icons/keyboard";
import Moon from "lucide-react-native/icons/moon";
import RefreshCw from "lucide-react-native/icons/refresh-cw";
import SearchCode from "lucide-react-native/icons/search-code";
import { type Command, useCommand } from "../../lib/commands/store";
import { wake } from "../../lib/connection/wake";
import { setPreference } from "../../lib/preferences";
import { routes } from "../../lib/routes";
import { useTheme } from "../../ui/theme";
import { showOverlay } from "./overlays";
import { PLACES } from "./places";

/** What can be done from anywhere. */
export function useGlobalCommands(): void {
  const router = useRouter();
  const { scheme } = useTheme();
  const other = scheme === "dark" ? "light" : "dark";
  const goTo = (place: (typeof PLACES)[number]): Command => ({
    title: place.title,
    group: "Go to",
    keys: place.keys,
    icon: place.icon,
    run: () => router.replace(place.href),
  });
  useCommand(goTo(PLACES[0]));
  useCommand(goTo(PLACES[1]));
  useCommand(goTo(PLACES[2]));
  useCommand(goTo(PLACES[3]));
  useCommand(goTo(PLACES[4]));
  useCommand({
    title: "Why is this line here",
    group: "Go to",
    keys: "g w",
    icon: SearchCode,
    also: "blame trace",
    run: () => router.push(routes.why()),
  });
  useCommand({
    title: "Search and commands",
    group: "Everywhere",
    keys: "mod+k",
    keysOnly: true,
    run: () => showOverlay("palette"),
  });
  useCommand({
    title: "Keyboard map",
    group: "Everywhere",
    keys: "?",
    icon: Keyboard,
    also: "keys shortcuts help",
    run: () => showOverlay("keyboard"),
  });
  useCommand({
    title: other === "dark" ? "Dark colours" : "Light colours",
    group: "Everywhere",
    icon: Moon,
    also: "theme appearance",
    run: () => setPreference("appearance", other),
  });
  useCommand({
    title: "Connect anew",
    group: "Everywhere",
    icon: RefreshCw,
    also: "retry reconnect refresh",
    run: wake,
  });
}
