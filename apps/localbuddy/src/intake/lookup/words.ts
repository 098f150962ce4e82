/**
 * The closed vocabulary of lookups. A message in which any other word stands is more than a lookup, and goes to the
 * planner: so nothing that asks for a change can be taken for a question, whatever words it uses for that.
 * Left out on purpose: "a" and "an" (a branch, a job: one that is not there yet), "and", "then", "but", "with", "not",
 * "should", "to", and every verb that changes something.
 */
const list = (words: string): ReadonlySet<string> => new Set(words.trim().split(/\s+/));

/** Say nothing of what is asked for. */
export const FILLERS = list(`
  the my your our this that these those all any every of in on at for from me us i we you it there here right now currently
  moment still yet already so far please just today yesterday week month morning afternoon evening night hour hours minutes day days locally some overall over pals actually exactly lately recently recent last latest newest most
  current other own hey hi hello yo ok okay well oh thanks thank was were is are am be been being have has had got
  did do does can could would will which what who where anything something everything everyone anybody everybody
  things stuff team look looking like list
`);

/** What a lookup begins with, once courtesies are gone. */
export const QUESTION_STARTS = list(
  "what which how who when where is are am was were do did does has have any anything why",
);
export const LOOK_STARTS = list("show list give tell display print view see");
/** Also at the start of a lookup of a file. */
export const FILE_STARTS = list("open cat read");

/** A bare noun phrase begins with one of these: none of them can be meant as a verb. */
export const BARE_STARTS = list(`
  pending running failed waiting queued recent last latest newest current uncommitted unstaged local all any anything
  my our the jobs requests workers approvals commits branches files logs history overview contents output log system
  lines line number total queue status state changes directory folder on in
`);

/** What is asked for, by the words that say so. */
export const TOPIC_WORDS = {
  queue: list("queue queued backlog line turn next waiting pending"),
  jobs: list("job jobs failed fail failing finished finish done completed progress"),
  requests: list("request requests asked"),
  workers: list("worker workers workerpal workerpals agents idle"),
  approvals: list("approval approvals approve"),
  branches: list("branches"),
  git_status: list("branch checked clean dirty"),
  git_diff: list("diff changes changed change uncommitted unstaged modified different"),
  git_log: list("commits commit committed history"),
  review: list("landed land merged"),
  tree: list("files file folder folders directory directories tree structure"),
  log: list("log logs output printed"),
  status: list(
    "status state overview news report update new happening going doing working running busy online active up",
  ),
  help: list("help commands command features possible"),
} as const;
export type TopicName = keyof typeof TOPIC_WORDS;

/** Say more of something that is asked for, and mean nothing alone. */
export const DETAILS = list(`
  how many long big full first server messages list use run needs project number total need lines exist inside details length size count empty open why happened became about result made contents out local git repo
  repository checkout system
`);

/** Of a file: what is wanted of it. */
export const FILE_WORDS = list("contents content file source code text lines line first inside up");
