import { parse } from "smol-toml";
import { type AgentProfile, agentProfile } from "./profile";
import { PROFILES } from "./profiles/index";

/** The part of `workerpals.openhands` that says which agent it is. */
export interface AgentChoice {
  /** Name of a profile, `custom`, or empty. */
  agent: string;
  /** Replaces the profile's own command. */
  command: readonly string[];
  /** Absolute path of a `custom` profile's file. */
  profile: string;
}

/** The profile that the configuration names; null when it names none. */
export async function chooseAgent(
  choice: AgentChoice,
): Promise<{ ok: true; profile: AgentProfile | null } | { ok: false; message: string }> {
  if (choice.agent === "") return { ok: true, profile: null };
  const found = choice.agent === "custom" ? await readProfile(choice.profile) : builtin(choice.agent);
  if (!found.ok) return found;
  const [program, ...args] = choice.command;
  return { ok: true, profile: program ? { ...found.profile, command: [program, ...args] } : found.profile };
}

function builtin(name: string) {
  const profile = PROFILES.find((one) => one.name === name);
  if (profile) return { ok: true, profile } as const;
  const names = [...PROFILES.map((one) => one.name), "custom"].join(", ");
  return { ok: false, message: `workerpals.openhands.agent is "${name}"; there are: ${names}.` } as const;
}

async function readProfile(path: string) {
  const file = Bun.file(path);
  if (!(await file.exists()))
    return { ok: false, message: `workerpals.openhands.profile names "${path}", which is not there.` } as const;
  const raw = readToml(await file.text());
  const checked = raw.ok ? agentProfile.safeParse(raw.value) : null;
  if (checked?.success) return { ok: true, profile: checked.data } as const;
  const why = checked ? checked.error.issues.map((one) => `${one.path.join(".")}: ${one.message}`).join("; ") : "";
  return { ok: false, message: `The profile ${path} cannot be used: ${raw.ok ? why : raw.message}` } as const;
}

function readToml(text: string) {
  try {
    return { ok: true, value: parse(text) } as const;
  } catch (error) {
    return { ok: false, message: error instanceof Error ? error.message : String(error) } as const;
  }
}
