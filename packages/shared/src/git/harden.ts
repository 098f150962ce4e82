/**
 * Everything that keeps git from running or reading what nobody asked for, in this one place:
 * no hook, no monitor, no filter, no external diff, no signing program, no pager or editor, no prompt, no automatic
 * maintenance, no submodule, no attributes, ignores or settings from outside of the repository.
 * Filters, diff and merge drivers are named by settings; with the user's and the system's files off there are none.
 */
const SETTINGS: readonly string[] = [
  "core.hooksPath=/dev/null",
  "core.fsmonitor=false",
  "core.attributesFile=/dev/null",
  "core.excludesFile=/dev/null",
  "core.pager=cat",
  "core.editor=false",
  "core.askPass=false",
  "core.autocrlf=false",
  "core.safecrlf=false",
  "core.quotePath=false",
  "core.protectNTFS=true",
  "core.protectHFS=true",
  "advice.detachedHead=false",
  "color.ui=false",
  "commit.gpgSign=false",
  "tag.gpgSign=false",
  "push.gpgSign=false",
  "gpg.program=false",
  "merge.verifySignatures=false",
  "log.showSignature=false",
  "gc.auto=0",
  "maintenance.auto=false",
  "receive.autogc=false",
  "fetch.writeCommitGraph=false",
  "fetch.recurseSubmodules=false",
  "submodule.recurse=false",
  "push.recurseSubmodules=no",
  "rerere.enabled=false",
  "protocol.ext.allow=never",
];

/** Settings as arguments, to stand before the subcommand. */
export const HARDENED_ARGUMENTS: readonly string[] = SETTINGS.flatMap((setting) => ["-c", setting]);

/** Environment of each git process; nothing else is inherited but PATH. */
export function hardenedEnv(): Record<string, string> {
  return {
    PATH: process.env["PATH"] || "/usr/local/bin:/usr/bin:/bin",
    LC_ALL: "C",
    GIT_CONFIG_NOSYSTEM: "1",
    GIT_CONFIG_GLOBAL: "/dev/null",
    GIT_CONFIG_SYSTEM: "/dev/null",
    GIT_ATTR_NOSYSTEM: "1",
    GIT_ALLOW_PROTOCOL: "file:git:http:https:ssh",
    GIT_CEILING_DIRECTORIES: "/",
    GIT_NO_LAZY_FETCH: "1",
    GIT_OPTIONAL_LOCKS: "0",
    ...NO_PROMPT,
  };
}

/** Whatever git or ssh would like to ask is answered by a failure. */
export const NO_PROMPT: Readonly<Record<string, string>> = {
  GIT_TERMINAL_PROMPT: "0",
  GIT_ASKPASS: "false",
  SSH_ASKPASS: "false",
  GIT_EDITOR: "false",
  GIT_SEQUENCE_EDITOR: "false",
  GIT_PAGER: "cat",
};
