import { join } from "node:path";

/** All that an export is made of, below the project's root. */
const INPUTS = [
  "apps/client/{package.json,app.json,tsconfig.json,babel.config.js,metro.config.js}",
  "apps/client/{src,public,assets}/**/*",
  "packages/{protocol,sdk}/package.json",
  "packages/{protocol,sdk}/src/**/*",
  "scripts/client/*.ts",
  "bun.lock",
];
const NO_INPUT = /\.test\.tsx?$|(^|\/)(testing|node_modules)\//;

/** SHA-256 over names and contents of what the client is built from: the same hash, the same client. */
export async function inputsHash(root: string): Promise<string> {
  const hash = new Bun.CryptoHasher("sha256");
  for (const pattern of INPUTS) {
    const paths = await Array.fromAsync(new Bun.Glob(pattern).scan({ cwd: root, onlyFiles: true }));
    for (const path of paths.filter((one) => !NO_INPUT.test(one)).sort()) {
      const content = await Bun.file(join(root, path)).bytes();
      hash.update(`${path}\0${content.length}\0`).update(content);
    }
  }
  return hash.digest("hex");
}
