import { lines } from "./line-range";
import type { Question, Rule } from "./rule";

/** What a shell would make more of: pipes, redirections, variables, several commands. */
const SHELL = /[|&;<>$(){}!\r\n\\]/;
const WORD = /"([^"]*)"|'([^']*)'|`([^`]*)`|(\S+)/g;
/** Flags that only say how it is printed. */
const PRINTING =
  /^(?:-[svbranpuw]|-sb|-av|-vv|-rn|-ri|-in|-rni|-nr|-la|-al|-lah|-l|-R|-F|-E|-i|-1|--short|--oneline|--graph|--all|--stat|--name-only|--name-status|--numstat|--shortstat|--decorate|--patch|--list|--remotes|--no-pager|--pretty(?:=.*)?|--format(?:=.*)?|--color(?:=.*)?|--no-color|--follow|--word-diff|--porcelain|--show-current|--abbrev-commit|--reverse|--no-merges|--merges|--date=\w+|--line-number|--recursive|--ignore-case)$/;

/** The commands that one types into a terminal to look at things, read as what they ask for. Nothing of them is run. */
export const commandLine: Rule = {
  name: "command_line",
  form: "git log | diff | show | status | branch, ls, tree, cat, head, tail, grep",
  match(text) {
    const said = text
      .trim()
      .replace(/[ ?.]+$/, "")
      .replace(/(?:,? (?:please|pls|plz|thanks|thx))$/i, "")
      .replace(/^(?:(?:hey|hi|ok|please|pls|just),? )+/i, "");
    if (said.length > 200 || SHELL.test(said.replace(/"[^"]*"|'[^']*'|`[^`]*`/g, "")) || /,/.test(said)) return null;
    const words = [...said.matchAll(WORD)].map(([, ...quoted]) => quoted.find((part) => part !== undefined) ?? "");
    const [program = "", ...rest] = words;
    const read = PROGRAMS[program.toLowerCase()];
    return read === undefined ? null : read(rest);
  },
  examples: [
    "git show HEAD",
    "git diff HEAD~1 -- Makefile",
    "git diff v2.3..HEAD --stat",
    "git log --oneline -5 src/app.ts",
    "git log --since=yesterday --author=anna",
    "git log -p src/app.ts",
    "cat -n lib/http/retry.ex",
    "head -20 src/app.ts",
    "tail -n 5 CHANGELOG.md",
    "ls -la src/",
    'rg "not found" src/',
  ],
  counterexamples: [
    "git branch feature/oauth off develop",
    "git branch -d old",
    "git log --output=x",
    "git show HEAD and explain it",
    "git diff > out.txt",
    "git commit -m status",
    "cat a.ts b.ts into c.ts",
    "tail the log of the server in a widget",
    "git blame src/decoder.py",
  ],
};

interface Arguments {
  values: string[];
  paths: string[];
  options: Record<string, string>;
}

/** Null where a flag is none that only prints. `valued`: flags that have a value. */
function argumentsOf(words: readonly string[], valued: Record<string, string>): Arguments | null {
  const read: Arguments = { values: [], paths: [], options: {} };
  for (let at = 0; at < words.length; at++) {
    const word = words[at] ?? "";
    if (word === "--") {
      read.paths.push(...words.slice(at + 1));
      break;
    }
    const [flag = "", ...value] = word.split("=");
    const name = valued[flag];
    const count = /^-n?(\d{1,4})$/.exec(word)?.[1];
    if (count !== undefined) read.options["count"] = count;
    else if (name !== undefined && word !== "") {
      const given = value.length > 0 ? value.join("=") : words[++at];
      if (given === undefined) return null;
      read.options[name] = given;
    } else if (word.startsWith("-")) {
      if (!PRINTING.test(word) && !/^--(?:staged|cached)$/.test(word)) return null;
      if (/^--(?:staged|cached)$/.test(word)) read.options["staged"] = "yes";
    } else read.values.push(word);
  }
  return read;
}

const REF = /^(?!-)[\w@{}~^+./-]{1,200}$/;
/** A word of plain English is none, so that "git log the change" is no command. */
const isRevision = (value: string): boolean =>
  REF.test(value) &&
  (/[/.~^@\d]/.test(value) ||
    /^(?:HEAD|main|master|develop|dev|trunk|staging|production|main_agents|release|origin|upstream)$/i.test(value));
const isFile = (word: string): boolean =>
  /\.[a-z]\w{0,9}$|\/$|^(?:readme|license|makefile|dockerfile|src|docs|lib|test|tests|app|apps|packages)$/i.test(
    word,
  ) && !/\.\./.test(word);

const PROGRAMS: Record<string, (words: readonly string[]) => Question | null> = {
  git: ([command = "", ...rest]) => GIT[command.toLowerCase()]?.(rest) ?? null,
  ls: listed,
  tree: (words) => listed(words[0] === "-L" ? words.slice(2) : words),
  cat: (words) => shown(words, () => ({})),
  bat: (words) => shown(words, () => ({})),
  less: (words) => shown(words, () => ({})),
  head: (words) => shown(words, (count) => lines("1", String(count ?? 10))),
  tail: (words) => shown(words, (count) => ({ last: count ?? 10 })),
  grep: searched,
  rg: searched,
};

const GIT: Record<string, (words: readonly string[]) => Question | null> = {
  status: (words) => (argumentsOf(words, {})?.values.length === 0 ? { about: "git_status" } : null),
  branch: (words) =>
    argumentsOf(words, {})?.values.length === 0
      ? words.includes("--show-current")
        ? { about: "git_status" }
        : { about: "branches" }
      : null,
  st: (words) => GIT["status"]?.(words) ?? null,
  br: (words) => GIT["branch"]?.(words) ?? null,
  lg: gitLog,
  branches: (words) => (words.length === 0 ? { about: "branches" } : null),
  log: gitLog,
  history: gitLog,
  shortlog: (words) => (words.length === 0 ? { about: "git_log" } : null),
  diff(words) {
    const read = argumentsOf(words, {});
    if (read === null || read.values.length + read.paths.length > 3 || !read.values.every(isRevision)) return null;
    const refs = read.values.filter((value) => !isFile(value));
    const [path, more] = [...read.values.filter(isFile), ...read.paths];
    if (refs.length > 2 || more !== undefined) return null;
    return {
      about: "git_diff",
      ...(refs.length === 0 ? {} : { range: refs.join("..") }),
      ...(path === undefined ? {} : { path: path.replace(/\/+$/, "") }),
      ...(read.options["staged"] === undefined ? {} : { staged: true }),
    };
  },
  show(words) {
    const read = argumentsOf(words, {});
    const [rev = "HEAD", more] = read?.values ?? [];
    return read === null || more !== undefined || read.paths.length > 0 || !REF.test(rev) || isFile(rev)
      ? null
      : { about: "commit", rev };
  },
};

function gitLog(words: readonly string[]): Question | null {
  const read = argumentsOf(words, {
    "--author": "author",
    "--since": "since",
    "--after": "since",
    "--until": "until",
    "--before": "until",
    "-n": "count",
    "--max-count": "count",
  });
  if (read === null || !read.values.every(isRevision)) return null;
  const refs = read.values.filter((value) => !isFile(value));
  const [path, more] = [...read.values.filter(isFile), ...read.paths];
  if (refs.length > 1 || more !== undefined) return null;
  const { count, staged, ...filters } = read.options;
  if (staged !== undefined || (count !== undefined && !/^\d{1,4}$/.test(count))) return null;
  return {
    about: "git_log",
    ...(refs[0] === undefined ? {} : { ref: refs[0] }),
    ...(path === undefined ? {} : { path: path.replace(/\/+$/, "") }),
    ...filters,
    ...(count === undefined ? {} : { count: Number(count) }),
  };
}

function listed(words: readonly string[]): Question | null {
  const read = argumentsOf(words, { "-L": "depth" });
  const [path = "", more] = [...(read?.values ?? []), ...(read?.paths ?? [])];
  return read === null || more !== undefined || (/^[\w-]+$/.test(path) === false && path !== "" && !/[./]/.test(path))
    ? null
    : { about: "tree", path: path.replace(/^\.\/?$|\/+$/g, "") };
}

function shown(
  words: readonly string[],
  which: (count: number | undefined) => { from?: number; to?: number; last?: number },
): Question | null {
  const read = argumentsOf(words, { "-n": "count" });
  const [path = "", more] = read?.values ?? [];
  if (read === null || more !== undefined || !isFile(path) || path.endsWith("/")) {
    // `cat -n file` numbers the lines.
    return words[0] === "-n" && words.length === 2 && isFile(words[1] ?? "")
      ? { about: "file", path: words[1] ?? "" }
      : null;
  }
  const { count } = read.options;
  return count !== undefined && !/^\d{1,6}$/.test(count)
    ? null
    : { about: "file", path, ...which(count === undefined ? undefined : Number(count)) };
}

function searched(words: readonly string[]): Question | null {
  const read = argumentsOf(words, {});
  const [text = "", path, more] = read?.values ?? [];
  if (read === null || text === "" || more !== undefined || (path !== undefined && path !== "." && !/[./]/.test(path)))
    return null;
  return { about: "search", text, ...(path === undefined || path === "." ? {} : { path: path.replace(/\/+$/, "") }) };
}
