import { appendFileSync, existsSync, readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { startModelServer } from "../model-server/model-server";

// LM Studio's command, as far as it is used: `server start --port N`, `load <model> --yes`. What is loaded and the
// process of the server stand in a folder. Arguments: <folder> <arguments of lms …>.
const [folder = "", ...args] = process.argv.slice(2);
const loaded = join(folder, "loaded");
appendFileSync(join(folder, "calls"), `${args.join(" ")}\n`);

if (args[0] === "serve") {
  const models = () => (existsSync(loaded) ? readFileSync(loaded, "utf8").split("\n").filter(Boolean) : []);
  const server = await startModelServer({ port: Number(args[1]), models });
  server.otherwise('{"ready": true}');
} else if (args[0] === "server" && args[1] === "start") {
  const serving = Bun.spawn([process.execPath, import.meta.path, folder, "serve", args[3] ?? ""], {
    stdin: "ignore",
    stdout: "ignore",
    stderr: "ignore",
    detached: true,
  });
  serving.unref();
  writeFileSync(join(folder, "pid"), String(serving.pid));
  console.log(`Success! Server is now running on port ${args[3]}`);
} else if (args[0] === "load" && args[2] === "--yes") {
  if (args[1] === "broken-model") {
    console.error("Model not found");
    process.exit(1);
  }
  appendFileSync(loaded, `${args[1]}\n`);
} else process.exit(2);
