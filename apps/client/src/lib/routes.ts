/** Every place in the client, once. routes.test.ts holds them against the files of `src/app`. */
export const routes = {
  needsYou: "/needs-you",
  chats: "/chats",
  chat: (sessionId: string) => `/chats/${encodeURIComponent(sessionId)}` as const,
  requests: "/requests",
  job: (jobId: string) => `/jobs/${jobId}` as const,
  jobDiff: (jobId: string) => `/jobs/${jobId}/diff` as const,
  missionControl: "/mission-control",
  worker: (workerId: string) => `/workers/${encodeURIComponent(workerId)}` as const,
  settings: "/settings",
  settingsSection: (section: SettingsSection) => `/settings/${section}` as const,
  pair: "/pair",
  why: (at?: { path: string; line: number }) =>
    at ? (`/why?path=${encodeURIComponent(at.path)}&line=${at.line}` as const) : "/why",
} as const;

export type SettingsSection = "servers" | "devices" | "notifications" | "appearance" | "diagnostics";
