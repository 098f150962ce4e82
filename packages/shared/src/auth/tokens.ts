import { randomBytes } from "node:crypto";
import { chmod, link, mkdir, readFile, rm, stat, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { ROLE_SCOPES, type Role } from "@pushpals/protocol";
import { type Config, dataDir } from "../config/index";

const ROLES = Object.keys(ROLE_SCOPES) as Role[];
const TOKEN_BYTES = 32;

/**
 * The token of every role, from `<dataDir>/tokens/<role>`; missing ones are minted. The folder is 0700, the files 0600;
 * files that others could read are closed again. Processes that start at once agree on one token.
 */
export async function ensureTokens(dataDir: string): Promise<Record<Role, string>> {
  const folder = join(dataDir, "tokens");
  await mkdir(folder, { recursive: true, mode: 0o700 });
  await chmod(folder, 0o700);
  const pairs = await Promise.all(ROLES.map(async (role) => [role, await ensureToken(folder, role)] as const));
  return Object.fromEntries(pairs) as Record<Role, string>;
}

/** The token to work with as a role: `PUSHPALS_AUTH_TOKEN` where it is set, else the role's own. */
export async function tokenFor(role: Role, config: Config): Promise<string> {
  return config.auth.token !== "" ? config.auth.token : (await ensureTokens(dataDir(config)))[role];
}

async function ensureToken(folder: string, role: Role): Promise<string> {
  const file = join(folder, role);
  const known = await readToken(file);
  if (known !== null) return known;
  // Written aside and linked into place: link fails where the file exists, so the first one wins, whole.
  const aside = `${file}.${process.pid}.${randomBytes(4).toString("hex")}`;
  await writeFile(aside, `pp_${role}_${randomBytes(TOKEN_BYTES).toString("base64url")}\n`, { mode: 0o600, flag: "wx" });
  try {
    await link(aside, file);
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code !== "EEXIST") throw error;
  } finally {
    await rm(aside, { force: true });
  }
  const minted = await readToken(file);
  if (minted === null) throw new Error(`${file} cannot be written; a token is needed there`);
  return minted;
}

async function readToken(file: string): Promise<string | null> {
  try {
    const token = (await readFile(file, "utf8")).trim();
    if (token.length < TOKEN_BYTES) throw new Error(`${file} holds no token; remove it and start again`);
    if (((await stat(file)).mode & 0o077) !== 0) await chmod(file, 0o600);
    return token;
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === "ENOENT") return null;
    throw error;
  }
}
