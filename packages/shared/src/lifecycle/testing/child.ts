import { createLog } from "../../log/index";
import { createLifecycle } from "../create-lifecycle";

/** A process that ends by its lifecycle, for the tests; `argv[2]` says how its closers behave. */
const manner = process.argv[2] ?? "";
const lifecycle = createLifecycle({ log: createLog({ service: "child" }), graceMs: manner === "stuck" ? 50 : 10_000 });
const say = (text: string) => console.log(JSON.stringify({ say: text }));

lifecycle.draining.addEventListener("abort", () => say("draining"));
lifecycle.onClose("first", () => say("first closed"));
lifecycle.onClose("second", async () => {
  await Bun.sleep(5);
  say("second closed");
  if (manner === "throwing") throw new Error("could not close");
  if (manner === "slow" || manner === "stuck") await new Promise(() => undefined);
});
setInterval(() => undefined, 1_000);
if (manner === "bug") setTimeout(() => Promise.reject(new Error("a bug")), 1);
if (manner === "stop") void lifecycle.stop("done", 3);
say("ready");
