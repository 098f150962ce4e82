import { createClient } from "@pushpals/sdk";
import { CommunicationManager } from "@pushpals/shared/communication";
import { dataDir, loadConfigOrExit, serverUrl } from "@pushpals/shared/config";
import { createLog } from "@pushpals/shared/log";
import { openSandbox } from "@pushpals/shared/sandbox";
import { landUntilDrained } from "../land-until-drained";
import { openDesk, placesIn } from "../open-desk";
import { takeTurns } from "../turns";

/**
 * The landing daemon without its port, which kills itself with -9: `<point> <n> [ms] [git]` as arguments mean at the
 * n-th time that this point is reached, or so many milliseconds later. Its git processes outlive it, as they do then;
 * with `git` those that it waits for are killed with -9 first.
 */
const [point, times = "1", afterMs = "0", withGit] = process.argv.slice(2);
const { config } = loadConfigOrExit();
const log = createLog({ service: "mortal", level: config.server.log_level });
const client = createClient({ baseUrl: serverUrl(config), token: config.auth.token });
const voice = new CommunicationManager({ client, from: "scm-1", log });
const sandbox = await openSandbox(config.workerpals.sandbox);
const draining = new AbortController().signal;
const opened = await openDesk({ config, client, voice, sandbox, allowDirty: false, log, draining });
if (!opened.ok) throw new Error(opened.failure.message);
let reached = 0;
const die = () => {
  if (withGit) Bun.spawnSync(["pkill", "-KILL", "-x", "git", "-P", String(process.pid)]);
  process.kill(process.pid, "SIGKILL");
};
opened.desk.onStep = (at) => {
  if (at !== point) return;
  reached += 1;
  if (reached !== Number(times)) return;
  if (afterMs === "0") die();
  else setTimeout(die, Number(afterMs));
};
const { records } = placesIn(dataDir(config));
const { done } = landUntilDrained({
  desk: opened.desk,
  client,
  pusherId: "scm-1",
  turns: takeTurns(),
  records,
  log,
  draining,
  onViolation: (error) => {
    throw error;
  },
});
await done;
