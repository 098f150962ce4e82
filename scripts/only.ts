import { localClock } from "@pushpals/cli/timeline";
import { onInterrupt } from "@pushpals/shared/lifecycle";
import { startService } from "@pushpals/shared/process";
import { type Command, takesNoArguments } from "./command";
import { PROJECT } from "./project";
import { containerSettings } from "./start/container-settings";
import { logLine } from "./start/log-line";
import { type ServiceName, serviceProgram } from "./start/services";

const STOP_GRACE_MS = 15_000;
/** Those that have arguments of their own, and look at them. */
const WITH_ARGUMENTS: readonly ServiceName[] = ["workerpals", "source_control_manager"];

/** One service by itself, with the environment of this shell; Ctrl-C ends it as it ends within the stack. */
export function onlyService(name: ServiceName): Command {
  return {
    usage: `bun run ${name}:only [--docker] [--require-docker]${WITH_ARGUMENTS.includes(name) ? " [arguments]" : ""}\n\nOnly this service. What it needs besides must be running: see bun run start --help`,
    main: async (given) => {
      const flags = ["--docker", "--require-docker"];
      const args = given.filter((arg) => !flags.includes(arg));
      if (!WITH_ARGUMENTS.includes(name)) takesNoArguments(args);
      const settings = containerSettings({
        docker: given.includes("--docker"),
        requireDocker: given.includes("--require-docker"),
      });
      const { signal } = onInterrupt();
      const env = Object.fromEntries(
        Object.entries(process.env).flatMap(([key, value]) => (value === undefined ? [] : [[key, value]])),
      );
      const pretty = process.stdout.isTTY === true;
      const service = startService({
        command: serviceProgram(name, args),
        cwd: PROJECT,
        env: { ...env, ...settings, PUSHPALS_EXIT_WITH_PARENT: "1" },
        onLine: (_stream, line) => console.log(pretty ? logLine(name, line, !env["NO_COLOR"], localClock) : line),
      });
      signal.addEventListener("abort", () => void service.stop(STOP_GRACE_MS));
      const { exitCode } = await service.exited;
      return exitCode ?? 1;
    },
  };
}
