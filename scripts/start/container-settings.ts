/** What `--docker` and `--require-docker` mean as settings. */
export function containerSettings(asked: { docker: boolean; requireDocker: boolean }): Record<string, string> {
  return {
    ...(asked.docker || asked.requireDocker ? { PUSHPALS_WORKERPALS_SANDBOX_TIER: "container" } : {}),
    ...(asked.requireDocker ? { PUSHPALS_WORKERPALS_SANDBOX_REQUIRED: "true" } : {}),
  };
}
