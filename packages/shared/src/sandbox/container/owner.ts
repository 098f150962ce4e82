import { readFileSync, readlinkSync } from "node:fs";
import { stdoutText } from "../../process/index";
import { callEngine, type Engine } from "./engine";

const OWNER = "pushpals.owner";

/** Label by which a container of this process is known as such, also to those who come after it. */
export const ownerLabel = (): string => `${OWNER}=${place()}.${process.pid}.${startOf(process.pid) ?? 0}`;

/** Removes the containers of processes of this machine that have died; the answer is how many. */
export async function removeLeftContainers(engine: Engine): Promise<number> {
  const format = `{{.ID}} {{.Label "${OWNER}"}}`;
  const podmanFormat = `{{.ID}} {{index .Labels "${OWNER}"}}`;
  const args = [
    "ps",
    "--all",
    "--filter",
    `label=${OWNER}`,
    "--format",
    engine.name === "docker" ? format : podmanFormat,
  ];
  const listed = await callEngine(engine, args);
  const left = stdoutText(listed)
    .split("\n")
    .flatMap((line) => {
      const [id, owner] = line.trim().split(" ");
      return id !== undefined && owner !== undefined && isOfTheDead(owner) ? [id] : [];
    });
  if (left.length > 0) await callEngine(engine, ["rm", "--force", ...left]);
  return left.length;
}

function isOfTheDead(owner: string): boolean {
  const [where, pid, start] = owner.split(".");
  // Of another machine, or another space of process ids, nothing is known here.
  return where === place() && startOf(Number(pid)) !== start;
}

/** This boot of this machine, and the space that process ids count in. */
function place(): string {
  if (process.platform !== "linux") return "host";
  const boot = readFileSync("/proc/sys/kernel/random/boot_id", "utf8").trim();
  return `${boot}-${readlinkSync("/proc/self/ns/pid").replace(/\D/g, "")}`;
}

/** When a process started, in clock ticks since the boot: with the pid it names one process. Null when it is gone. */
function startOf(pid: number): string | null {
  try {
    if (process.platform !== "linux") return process.kill(pid, 0) ? "0" : null;
    const stat = readFileSync(`/proc/${pid}/stat`, "latin1");
    return stat.slice(stat.lastIndexOf(")") + 2).split(" ")[19] ?? null;
  } catch (error) {
    const { code } = error as NodeJS.ErrnoException;
    if (code === "ENOENT" || code === "ESRCH") return null;
    throw error;
  }
}
