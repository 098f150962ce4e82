import type { AgentProfile } from "../profile";
import { codex } from "./codex";
import { opencode } from "./opencode";
import { openhands } from "./openhands";
import { qwen } from "./qwen";

export const PROFILES: readonly AgentProfile[] = [openhands, opencode, codex, qwen];
