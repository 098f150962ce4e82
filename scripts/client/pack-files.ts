import { writeFile } from "node:fs/promises";
import { join } from "node:path";
import { promisify } from "node:util";
import { brotliCompress, constants, gzip } from "node:zlib";

const TEXTS = "**/*.{html,js,css,json,svg,webmanifest,map,ttf,otf,ico,txt}";
/** Below this a packed file is hardly smaller than what the headers for it cost. */
const LEAST_BYTES = 1_024;

/** Puts a gzip and a brotli form beside each file of a build that gets smaller by it, for the server to send. */
export async function packFiles(folder: string): Promise<void> {
  for await (const path of new Bun.Glob(TEXTS).scan({ cwd: folder, onlyFiles: true })) {
    const file = join(folder, path);
    const plain = await Bun.file(file).bytes();
    if (plain.length < LEAST_BYTES) continue;
    const [packed, small] = await Promise.all([
      promisify(gzip)(plain, { level: 9 }),
      promisify(brotliCompress)(plain, { params: { [constants.BROTLI_PARAM_QUALITY]: 10 } }),
    ]);
    if (packed.length < plain.length) await writeFile(`${file}.gz`, packed);
    if (small.length < plain.length) await writeFile(`${file}.br`, small);
  }
}
