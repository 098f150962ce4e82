import { isRepoPath } from "@pushpals/protocol";

/** Endings that a bare word has only when it is a file: `console.log` and `user.name` are not. */
const ENDING =
  /\.(?:[cm]?[jt]sx?|json[5c]?|mdx?|txt|rst|html?|s?css|less|vue|svelte|py|rb|rs|go|java|kts?|swift|c|cc|cpp|h|hpp|cs|php|sh|bash|zsh|ps1|sql|toml|ya?ml|ini|cfg|conf|xml|svg|png|jpe?g|gif|ico|pdf|csv|tsv|lock|proto|graphql|gradle|tf|lua|dart|ex|exs|erl|hs|ml|scala|clj|r|jl|zig|nix)$/i;
const BARE_NAMES =
  /^(?:readme|license|licence|copying|notice|authors|contributors|contributing|changelog|makefile|dockerfile|gemfile|rakefile|procfile|justfile|brewfile|jenkinsfile|vagrantfile|codeowners)$/i;

/** Whether a bare word can only be meant as a file or folder of the repository. */
export function looksLikePath(word: string): boolean {
  if (!isRepoPath(word.replace(/\/$/, ""))) return false;
  return word.includes("/") || ENDING.test(word) || /^\.[\w-]+/.test(word) || BARE_NAMES.test(word);
}

/** Whether a word can only be meant as a path or a glob. */
export const looksLikeGlob = (word: string): boolean =>
  looksLikePath(word) || (/[*?{[]/.test(word) && /^[\w@./*?{},[\]!+-]+$/.test(word) && isRepoPath(word));
