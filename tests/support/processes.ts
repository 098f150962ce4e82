export interface ProcessRow {
  pid: number;
  parent: number;
  command: string;
}

/** All processes of the machine now. */
export function listProcesses(): ProcessRow[] {
  const done = Bun.spawnSync(["ps", "-eo", "pid=,ppid=,args="], { stdout: "pipe" });
  return done.stdout
    .toString()
    .split("\n")
    .flatMap((line) => {
      const match = /^\s*(\d+)\s+(\d+)\s+(.*)$/.exec(line);
      return match ? [{ pid: Number(match[1]), parent: Number(match[2]), command: match[3] ?? "" }] : [];
    });
}

/** Everything below a process, in no order. */
export function descendantsOf(pid: number): ProcessRow[] {
  const all = listProcesses();
  const found: ProcessRow[] = [];
  const parents = new Set([pid]);
  for (let grew = true; grew; ) {
    grew = false;
    for (const row of all)
      if (parents.has(row.parent) && !parents.has(row.pid)) {
        parents.add(row.pid);
        found.push(row);
        grew = true;
      }
  }
  return found;
}

/** The processes whose command line holds a text: for what has lost its parent. */
export const processesNaming = (text: string): ProcessRow[] =>
  listProcesses().filter((row) => row.command.includes(text) && row.pid !== process.pid);

let named = 0;

/** A command that sleeps for that many whole seconds, and whose text no other process of the machine has. */
export const sleepCommand = (seconds: number): string => `sleep ${seconds}.${process.pid}${++named}`;
