import { setDefaultTimeout } from "bun:test";
import { openSandbox } from "@pushpals/shared/sandbox";
import { hostileCases } from "../../testing/hostile-cases";

// A bound for a test that hangs, wide enough for a busy machine.
setDefaultTimeout(180_000);

const CONFIG = { memory_mb: 4096, pids: 512, cpu_seconds: 0, file_size_mb: 4096, read_only_paths: [] };
const contained = await openSandbox({ ...CONFIG, tier: "process" });
if (contained.ok) hostileCases("process");
else console.warn(`Hostile agents are not tried in the process sandbox: ${contained.message}`);
