import { onInterrupt } from "@pushpals/shared/lifecycle";
import { INTERRUPTED } from "./exit-codes";
import { runSuite } from "./suites/run-suite";

export const usage = `
bun run test:containers

The tests that need a container engine. They use Docker and Podman where they run. Where the program of Docker's engine
is installed but does not run, and this is root, they start one of their own in a temporary directory and stop it again.
With PUSHPALS_TEST_INSTALL_ENGINES=1 missing ones are installed first (Debian, as root).
`;

export async function main(args: string[]): Promise<number> {
  const { signal } = onInterrupt();
  const filters = args.length > 0 ? args : ["./tests/containers"];
  const { failed } = await runSuite({ name: "containers", filters }, signal);
  if (signal.aborted) return INTERRUPTED;
  return failed === 0 ? 0 : 1;
}
