import { randomBytes } from "node:crypto";
import { chmod, link, mkdir, readFile, rm, stat, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { ROLE_SCOPES, type Role } from "@pushpals/protocol";
import { type Config, dataDir } from "../config/index";

const ROLES = Object.keys(ROLE_SCOPES) as Role[];
const TOKEN_BYTES = 32;
const OTHERS = 0o077;

/** Says something to the person at the machine. */
type Tell = (message: string) => void;

/**
 * The token of every role, from `<dataDir>/tokens/<role>`; missing ones are minted. The folder is 0700, the files 0600;
 * what others could read is closed again, and told. Processes that start at once agree on one token. Throws with a
 * sentence for a person when a token cannot be read or written.
 */
export async function ensureTokens(dataDir: string, tell: Tell = console.error): Promise<Record<Role, string>> {
  const folder = join(dataDir, "tokens");
  await mkdir(folder, { recursive: true, mode: 0o700 }).catch((error) => fail("make", folder, error));
  await closeToOthers(folder, 0o700, tell);
  const tokens: Partial<Record<Role, string>> = {};
  // One after the other: when one cannot be had, nothing is still being written behind the error.
  for (const role of ROLES) tokens[role] = await ensureToken(folder, role, tell);
  return tokens as Record<Role, string>;
}

/** The token to work with as a role: `PUSHPALS_AUTH_TOKEN` where it is set, else the role's own. */
export async function tokenFor(role: Role, config: Config): Promise<string> {
  return config.auth.token !== "" ? config.auth.token : (await ensureTokens(dataDir(config)))[role];
}

async function ensureToken(folder: string, role: Role, tell: Tell): Promise<string> {
  const file = join(folder, role);
  const known = await readToken(file, tell);
  if (known !== null) return known;
  await mint(file, role).catch((error) => fail("write", file, error));
  const minted = await readToken(file, tell);
  if (minted === null) throw new Error(`the token ${file} was removed while it was made; start again`);
  return minted;
}

/** Written aside and linked into place: link fails where the file exists, so the first one wins, and is whole. */
async function mint(file: string, role: Role): Promise<void> {
  const aside = `${file}.${process.pid}.${randomBytes(4).toString("hex")}`;
  try {
    const token = `pp_${role}_${randomBytes(TOKEN_BYTES).toString("base64url")}`;
    await writeFile(aside, `${token}\n`, { mode: 0o600, flag: "wx" });
    await link(aside, file);
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code !== "EEXIST") throw error;
  } finally {
    await rm(aside, { force: true });
  }
}

async function readToken(file: string, tell: Tell): Promise<string | null> {
  let text: string;
  try {
    text = await readFile(file, "utf8");
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === "ENOENT") return null;
    return fail("read", file, error);
  }
  const token = text.trim();
  if (token.length < TOKEN_BYTES || /\s/.test(token))
    throw new Error(`${file} holds no token; remove it, and a new one is made at the next start`);
  await closeToOthers(file, 0o600, tell);
  return token;
}

async function closeToOthers(path: string, mode: number, tell: Tell): Promise<void> {
  if (((await stat(path)).mode & OTHERS) === 0) return;
  await chmod(path, mode).catch((error) => fail("close to others", path, error));
  tell(`${path} was open to other users of this machine; it is closed now. Remove the tokens to have new ones made.`);
}

function fail(action: string, path: string, error: unknown): never {
  const told = error instanceof Error ? error.message : String(error);
  throw new Error(`cannot ${action} ${path}, which holds tokens (paths.data_dir): ${told}`, { cause: error });
}
