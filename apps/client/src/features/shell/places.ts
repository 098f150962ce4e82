import Gauge from "lucide-react-native/icons/gauge";
import Inbox from "lucide-react-native/icons/inbox";
import ListTodo from "lucide-react-native/icons/list-todo";
import MessagesSquare from "lucide-react-native/icons/messages-square";
import Settings from "lucide-react-native/icons/settings";
import { routes } from "../../lib/routes";

/** Where one can go from anywhere, in the order of the sidebar and the tabs. */
export const PLACES = [
  { title: "Needs you", short: "Needs you", href: routes.needsYou, icon: Inbox, keys: "g n" },
  { title: "Chats", short: "Chats", href: routes.chats, icon: MessagesSquare, keys: "g c" },
  { title: "Requests", short: "Requests", href: routes.requests, icon: ListTodo, keys: "g r" },
  { title: "Mission Control", short: "Control", href: routes.missionControl, icon: Gauge, keys: "g m" },
  { title: "Settings", short: "Settings", href: routes.settings, icon: Settings, keys: "g s" },
] as const;

/** Whether a path lies within a place. */
export const isAt = (path: string, href: string): boolean => path === href || path.startsWith(`${href}/`);
