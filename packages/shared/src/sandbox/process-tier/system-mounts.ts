import { lstatSync, readlinkSync } from "node:fs";

/** What a toolchain reads in /etc. No keys, no host names of a network, no settings of other services. */
const ETC = [
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

const ROOTS = ["/bin", "/sbin", "/lib", "/lib32", "/lib64", "/libx32"];

/** Arguments of bwrap for a read-only system: programs, libraries, the harmless part of /etc. */
export function systemMounts(): string[] {
  return [
    ...["--ro-bind", "/usr", "/usr", "--ro-bind-try", "/opt", "/opt", "--ro-bind-try", "/nix/store", "/nix/store"],
    ...ROOTS.flatMap(asOnHost),
    ...ETC.flatMap((name) => ["--ro-bind-try", `/etc/${name}`, `/etc/${name}`]),
  ];
}

/** On merged-/usr systems /bin and its like are links. */
function asOnHost(path: string): string[] {
  const found = lstatSync(path, { throwIfNoEntry: false });
  if (found === undefined) return [];
  return found.isSymbolicLink() ? ["--symlink", readlinkSync(path), path] : ["--ro-bind", path, path];
}
