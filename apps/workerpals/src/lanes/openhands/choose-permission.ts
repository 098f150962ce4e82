import type { PermissionOption, RequestPermissionOutcome } from "@agentclientprotocol/sdk/unstable";

/** `ask`: a person decides on each. */
export type PermissionPolicy = "allow" | "deny" | "ask";

/**
 * The answer to a request for a permission: by the kind of an option, never by its place or name, and never for good.
 * Where the policy's own kind is not on offer, the request is refused; where that is not either, it is cancelled.
 */
export function choosePermission(
  options: readonly PermissionOption[],
  policy: Exclude<PermissionPolicy, "ask">,
): RequestPermissionOutcome {
  const wanted = policy === "allow" ? ["allow_once", "reject_once"] : ["reject_once"];
  for (const kind of wanted) {
    const option = options.find((one) => one.kind === kind);
    if (option) return { outcome: "selected", optionId: option.optionId };
  }
  return { outcome: "cancelled" };
}
