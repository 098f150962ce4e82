import { realpath, stat } from "node:fs/promises";
import { join, sep } from "node:path";

/** A file of the built client in the form in which it is sent. */
export interface ClientFile {
  /** Of the form on the disk, packed or not. */
  path: string;
  /** Of what is in it. */
  type: string;
  encoding: "br" | "gzip" | null;
  etag: string;
}

const PACKED = [
  { encoding: "br", suffix: ".br" },
  { encoding: "gzip", suffix: ".gz" },
] as const;

/**
 * The file for a URL's path, packed where the caller takes that and the build has it; null where there is none.
 * Nothing outside of the folder, whatever is encoded in the path or linked in the folder.
 */
export async function findFile(folder: string, urlPath: string, accepts: string): Promise<ClientFile | null> {
  const plain = await inside(folder, urlPath);
  if (plain === null) return null;
  // Type and tag are those of the plain file: a packed one is the same thing.
  const { type } = Bun.file(plain.path);
  for (const { encoding, suffix } of PACKED) {
    if (!takes(accepts, encoding)) continue;
    const packed = await inside(folder, urlPath + suffix);
    if (packed) return { path: packed.path, type, encoding, etag: tag(plain, encoding) };
  }
  return { path: plain.path, type, encoding: null, etag: tag(plain, "") };
}

interface Found {
  path: string;
  size: number;
  mtimeMs: number;
}

const tag = ({ size, mtimeMs }: Found, form: string): string =>
  `W/"${size.toString(36)}-${Math.floor(mtimeMs).toString(36)}${form}"`;

async function inside(folder: string, urlPath: string): Promise<Found | null> {
  const names = decoded(urlPath)?.split("/").filter(Boolean);
  if (!names || names.length === 0 || names.some((name) => name === "." || name === "..")) return null;
  try {
    const [root, path] = await Promise.all([realpath(folder), realpath(join(folder, ...names))]);
    if (!path.startsWith(root + sep)) return null;
    const found = await stat(path);
    return found.isFile() ? { path, size: found.size, mtimeMs: found.mtimeMs } : null;
  } catch (error) {
    const { code } = error as NodeJS.ErrnoException;
    if (code === "ENOENT" || code === "ENOTDIR" || code === "ENAMETOOLONG" || code === "ELOOP") return null;
    throw error;
  }
}

/** Null for what is no path of ours: broken escapes, NUL, or the other kind of slash. */
function decoded(urlPath: string): string | null {
  try {
    const path = decodeURIComponent(urlPath);
    return /[\0\\]/.test(path) ? null : path;
  } catch (_brokenEscape) {
    return null;
  }
}

/** Whether a form may be sent (RFC 9110, 12.5.3): named, and not with `q=0`. */
const takes = (accepts: string, encoding: string): boolean =>
  accepts.split(",").some((one) => {
    const [name = "", ...rest] = one.split(";").map((part) => part.trim().toLowerCase());
    return name === encoding && !rest.some((part) => /^q=0(\.0*)?$/.test(part));
  });
