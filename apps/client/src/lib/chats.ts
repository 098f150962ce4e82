import type { RouteReply, Routes } from "@pushpals/protocol";
import { type ReadOptions, useRead } from "./query";

export type Chats = RouteReply<Routes["sessions"]["list"]>;

/** As many as anybody looks through; older ones are still there for whoever has their address. */
const AT_MOST = 200;

/** All chats, the last active first. */
export const useChats = (options: ReadOptions = {}) =>
  useRead<Chats>(["sessions"], (client, signal) => client.sessions.list({ limit: AT_MOST }, { signal }), options);

/** What a chat is called by its first message; null while nobody knows. Its id tells a person nothing. */
export function useChatTitle(sessionId: string): string | null {
  const { data } = useChats();
  return data?.sessions.find((session) => session.sessionId === sessionId)?.title ?? null;
}
