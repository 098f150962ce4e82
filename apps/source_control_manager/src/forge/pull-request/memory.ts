import { mkdirSync, readFileSync, renameSync, writeFileSync } from "node:fs";
import { dirname } from "node:path";
import { z } from "zod";

/** What people were told, so that a restart does not tell it again. */
const schema = z.object({
  /** The pull request that `told` belongs to. */
  url: z.string().nullable(),
  /** By session: the newest change that it was told to be in there. */
  told: z.record(z.string(), z.string()),
  /** The problem that was told last and is still there. */
  problem: z.string().nullable(),
});
export type Memory = z.infer<typeof schema>;

const EMPTY: Memory = { url: null, told: {}, problem: null };

export interface MemoryFile {
  read(): Memory;
  write(memory: Memory): void;
}

/** A file that is missing, or was cut by a crash, remembers nothing: people are told once more. */
export function memoryFile(path: string): MemoryFile {
  mkdirSync(dirname(path), { recursive: true });
  return {
    read: () => {
      try {
        return schema.catch(EMPTY).parse(JSON.parse(readFileSync(path, "utf8")));
      } catch (error) {
        if (error instanceof SyntaxError || (error as NodeJS.ErrnoException).code === "ENOENT") return EMPTY;
        throw error;
      }
    },
    write: (memory) => {
      writeFileSync(`${path}.new`, JSON.stringify(memory));
      renameSync(`${path}.new`, path);
    },
  };
}
