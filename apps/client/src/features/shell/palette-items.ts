import { shortId } from "@pushpals/protocol";
import { useRouter } from "expo-router";
import Hammer from "lucide-react-native/icons/hammer";
import MessagesSquare from "lucide-react-native/icons/messages-square";
import SearchCode from "lucide-react-native/icons/search-code";
import { useChats } from "../../lib/chats";
import { find } from "../../lib/commands/find";
import { type Command, useCommands } from "../../lib/commands/store";
import { useRead } from "../../lib/query";
import { routes } from "../../lib/routes";

export interface PaletteItem extends Command {
  id: string;
}

const AT_MOST = 40;

/** What the palette offers for what was typed: commands, chats, jobs, and places that the letters themselves name. */
export function usePaletteItems(typed: string, open: boolean): PaletteItem[] {
  const router = useRouter();
  const commands = useCommands().filter((command) => !command.keysOnly);
  const sessions = useChats({ enabled: open });
  const jobs = useRead(["jobs", "recent"], (client, signal) => client.jobs.list({ limit: 50 }, { signal }), {
    enabled: open,
  });
  const go = (href: Parameters<typeof router.push>[0]) => () => router.push(href);
  const chats = (sessions.data?.sessions ?? []).map(({ sessionId, title }) => ({
    id: `chat ${sessionId}`,
    title: title ?? sessionId,
    group: "Chats",
    icon: MessagesSquare,
    also: `${sessionId} chat`,
    run: go(routes.chat(sessionId)),
  }));
  const recent = (jobs.data?.jobs ?? []).map(({ jobId, title, status }) => ({
    id: `job ${jobId}`,
    title: `${title} · ${shortId(jobId)}`,
    group: "Jobs",
    icon: Hammer,
    also: `${jobId} job ${status}`,
    run: go(routes.job(jobId)),
  }));
  return [...named(typed, go), ...find([...commands, ...chats, ...recent], typed)].slice(0, AT_MOST);
}

type Go = (href: ReturnType<typeof routes.job> | ReturnType<typeof routes.why>) => () => void;

/** An id opens its job, and `path:line` asks why that line is there, known or not. */
function named(typed: string, go: Go): PaletteItem[] {
  const text = typed.trim();
  const line = /^([\w./-]+\.\w+):(\d+)$/.exec(text);
  if (line?.[1] && line[2]) {
    const at = { path: line[1], line: Number(line[2]) };
    return [{ id: "why", title: `Why is ${text} here`, group: "Go to", icon: SearchCode, run: go(routes.why(at)) }];
  }
  if (!/^[0-9a-f]{6,12}$/i.test(text)) return [];
  return [{ id: "open job", title: `Open job ${text}`, group: "Go to", icon: Hammer, run: go(routes.job(text)) }];
}
