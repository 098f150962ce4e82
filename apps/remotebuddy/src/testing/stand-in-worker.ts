import { appendFileSync } from "node:fs";
import { createLifecycle } from "@pushpals/shared/lifecycle";
import { createLog } from "@pushpals/shared/log";

// What a WorkerPal is to the fleet: a process that serves, crashes or hangs. Arguments: <behaviour> <pids file> <worker id>.
const [behaviour, pids = "", workerId = ""] = process.argv.slice(2);

if (behaviour === "crash") {
  appendFileSync(pids, `${workerId} ${process.pid}\n`);
  console.error(`${workerId} has no luck`);
  process.exit(3);
}
if (behaviour === "hang") process.on("SIGTERM", () => console.log("not now"));
else createLifecycle({ log: createLog({ service: workerId }) });
// Written last: who reads it may send signals now.
appendFileSync(pids, `${workerId} ${process.pid}\n`);
setInterval(() => undefined, 1_000);
