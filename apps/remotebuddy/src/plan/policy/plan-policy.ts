/** What a plan may ask for here, besides the contract. */
export interface PlanPolicy {
  /** Whether an agent is configured to work in the openhands lane. */
  hasAgent: boolean;
  /** `policy.allowed_commands`; none: any command. */
  allowedCommands: readonly string[];
  /** `remotebuddy.validation_steps`: the operator's own, allowed as they are. */
  validationSteps: readonly string[];
  /** Most candidates that a plan may ask for; 1: none. */
  maxCandidates: number;
}

export interface Finding {
  /** Dotted place in the plan; empty for the whole of it. */
  path: string;
  message: string;
}
