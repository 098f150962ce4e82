/** A name for a new chat: its day, and enough letters that nobody has the same. */
export function newSessionId(now = new Date()): string {
  const day = [now.getFullYear(), now.getMonth() + 1, now.getDate()].map((part) => String(part).padStart(2, "0"));
  return `chat-${day.join("")}-${Math.random().toString(36).slice(2, 8).padEnd(6, "0")}`;
}
