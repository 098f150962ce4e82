import { lstatSync, readlinkSync } from "node:fs";

/** What a toolchain reads in /etc. No keys, no host names of a network, no settings of other services. */
export const SYSTEM_FILES = [
  "alternatives",
  "ca-certificates",
  "group",
  "hosts",
  "java",
  "ld.so.cache",
  "ld.so.conf",
  "ld.so.conf.d",
  "localtime",
  "magic",
  "mime.types",
  "nsswitch.conf",
  "os-release",
  "passwd",
  "pki/tls/certs",
  "protocols",
  "services",
  "ssl/certs",
  "ssl/openssl.cnf",
  "terminfo",
  "timezone",
];

/** Links to their namesakes in /usr, or directories of their own. */
export const SYSTEM_ROOTS = ["/bin", "/sbin", "/lib", "/lib32", "/lib64", "/libx32"];

/** Where the programs and libraries are. */
export const SYSTEM_DIRECTORIES = ["/usr", "/opt", "/nix/store"];

/** Arguments of bwrap for a read-only system: programs, libraries, the harmless part of /etc. */
export function systemMounts(): string[] {
  return [
    ...SYSTEM_DIRECTORIES.flatMap((path) => ["--ro-bind-try", path, path]),
    ...SYSTEM_ROOTS.flatMap(asOnHost),
    ...SYSTEM_FILES.flatMap((name) => ["--ro-bind-try", `/etc/${name}`, `/etc/${name}`]),
  ];
}

/** On merged-/usr systems /bin and its like are links. */
function asOnHost(path: string): string[] {
  const found = lstatSync(path, { throwIfNoEntry: false });
  if (found === undefined) return [];
  return found.isSymbolicLink() ? ["--symlink", readlinkSync(path), path] : ["--ro-bind", path, path];
}
