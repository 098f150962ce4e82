import { WISHES } from "./words";

const list = (words: string): readonly string[] => words.trim().split(/\s+/);

/** What is put right: the words that carry a lookup, long enough that hardly another word is near. */
const MEANT = list(`
  status queue queued running waiting worker workers commit commits committed branch branches changes changed uncommitted
  current currently yesterday repository request requests history folder folders directory latest recent recently approval
  approvals pending finished landed merged happened happening everything anything progress failed online everyone moment
  structure which where working today overview position difference differences before morning modified anyone someone
  something already people available between content contents
`);
/** Other words of English that are as near, and begin with the same letter. */
const ANOTHER = new Set(
  list(`
    writing wanting wasting waiving worked wording charge charged charges chance chances chanted structures structured folded
    modifies modifier merges merger directors director states statue stats abort abouts resent relent regent repent positions
    contest context contexts consent contend convents commits committee branched bunch merge land lands lander everyones anyones
    someones peoples requested whence worth finisher pend penning mending mourning fold holder
  `),
);
const SHORT: ReadonlyMap<string, string> = new Map(
  Object.entries({
    teh: "the",
    hte: "the",
    th: "the",
    wat: "what",
    waht: "what",
    wht: "what",
    whta: "what",
    hwo: "how",
    hw: "how",
    wich: "which",
    whcih: "which",
    shwo: "show",
    sho: "show",
    shw: "show",
    que: "queue",
    qeue: "queue",
    quue: "queue",
    taht: "that",
    adn: "and",
    thier: "their",
    jbos: "jobs",
    jbo: "job",
    fiels: "files",
    flies: "files",
    lits: "list",
    lsit: "list",
    si: "is",
    iss: "is",
    ar: "are",
    whats: "what is",
    whos: "who is",
    hows: "how is",
    wheres: "where is",
    wher: "where",
    whre: "where",
    hwere: "where",
    whn: "when",
    whic: "which",
    stauts: "status",
    plesae: "please",
    whens: "when is",
    theres: "there is",
    thats: "that is",
  }),
);

/**
 * The word that was meant, where one wrong letter stands between it and what was typed. Never for what is as near to a
 * word of change: a misspelt wish stays strange.
 */
export function corrected(word: string): string {
  const known = SHORT.get(word);
  if (known !== undefined) return known;
  if (word.length < 5 || !/^[a-z]+$/.test(word) || ANOTHER.has(word) || isNearWish(word)) return word;
  return MEANT.find((one) => one[0] === word[0] && isOneOff(word, one)) ?? word;
}

const LONG_WISHES = [...WISHES].filter((wish) => wish.length > 3);
const isNearWish = (word: string): boolean => LONG_WISHES.some((wish) => isOneOff(word, wish));

/** One letter more, less or other, or two neighbours swapped; or the same. */
function isOneOff(a: string, b: string): boolean {
  const [short, long] = a.length <= b.length ? [a, b] : [b, a];
  if (long.length - short.length > 1) return false;
  let at = 0;
  while (at < short.length && short[at] === long[at]) at++;
  if (short.length < long.length) return short.slice(at) === long.slice(at + 1);
  if (short.slice(at + 1) === long.slice(at + 1)) return true;
  return short[at] === long[at + 1] && short[at + 1] === long[at] && short.slice(at + 2) === long.slice(at + 2);
}
