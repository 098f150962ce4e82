import { lstatSync, readdirSync, readFileSync, readlinkSync } from "node:fs";
import { join } from "node:path";

/** One line a file below a folder, `.git` included: path, mode, hash of the content. Equal means untouched. */
export function fingerprint(dir: string, below = ""): string[] {
  const rows: string[] = [];
  for (const name of readdirSync(join(dir, below)).sort()) {
    const path = join(below, name);
    const stat = lstatSync(join(dir, path));
    if (stat.isDirectory()) rows.push(...fingerprint(dir, path));
    else {
      const content = stat.isSymbolicLink() ? readlinkSync(join(dir, path)) : readFileSync(join(dir, path));
      rows.push(`${path} ${stat.mode.toString(8)} ${Bun.hash(content).toString(16)}`);
    }
  }
  return rows;
}
