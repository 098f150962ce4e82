import { z } from "zod";

/** What a token may do. Each route names the one scope that it needs. */
export const SCOPES = {
  read: "see sessions, queues, logs, diffs and status",
  chat: "create sessions, send messages, enqueue and cancel work",
  approve: "decide on approvals",
  plan: "claim and settle requests, enqueue jobs",
  work: "claim and settle jobs, hand over completions",
  land: "claim and settle completions",
  emit: "write events of a service into a session",
  admin: "pair and revoke devices",
} as const;

export type Scope = keyof typeof SCOPES;
export const scope = z.enum(Object.keys(SCOPES) as [Scope, ...Scope[]]).meta({ id: "Scope" });

/** Service roles and what each may do. `operator` is the person at the machine. */
export const ROLE_SCOPES = {
  operator: Object.keys(SCOPES) as Scope[],
  localbuddy: ["read"],
  remotebuddy: ["read", "plan", "emit"],
  workerpals: ["read", "work", "emit"],
  source_control_manager: ["read", "land", "emit"],
} as const satisfies Record<string, readonly Scope[]>;

export type Role = keyof typeof ROLE_SCOPES;
export const role = z.enum(Object.keys(ROLE_SCOPES) as [Role, ...Role[]]);

/** What a paired phone may do unless the pairing says otherwise. */
export const DEVICE_SCOPES: readonly Scope[] = ["read", "chat", "approve"];
