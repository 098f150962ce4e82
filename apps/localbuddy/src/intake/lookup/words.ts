/**
 * The closed vocabulary of lookups. A message in which any other word stands, but in a place where only the name of
 * something can stand, is more than a lookup, and goes to the planner: so nothing that asks for a change can be taken
 * for a question, whatever words it uses for that.
 * Left out on purpose: "then", "but", "because", "should", "must", "instead", "without", and every verb that changes
 * something.
 */
const list = (words: string): ReadonlySet<string> => new Set(words.trim().split(/\s+/));

/** Say nothing of what is asked for. */
export const FILLERS = list(`
  the my your our his her their its this that these those all any every each both some own other such
  i me us we you it they them he she one ones mine yours ours myself
  what which who whom whose where when how why whatever
  is are was were be been being am do does did has have had having got gets can could would will may might shall
  of in on at for from by about over up via around through across between under inside within
  here there now currently moment still yet already so far just right please too only
  anywhere everywhere somewhere anything something everything nothing anyone anybody everyone everybody someone somebody nobody none things thing stuff
  team crew gang squad bots guys folks people pals pal push localbuddy desk bot remotebuddy sourcecontrolmanager scm often system server service services machine platform
  actually meanwhile anymore lying handful bunch couple lots plenty old exactly roughly really basically quite very pretty well even ever at least against
  today yesterday tonight week weeks month months year day days morning afternoon evening night noon midnight hour hours
  minute minutes second seconds min mins weekend monday tuesday wednesday thursday friday saturday sunday
  january february march april june july august september october november december lunch overnight
  since until till before after during ago past last recent recently lately latest earlier previous previously newest
  oldest current first second third next top soon
  many much few several number numbers count total amount how long big large deep full empty times time
  look looking looks like see seen know known tell show list give say says said overall details detail info information
  kind side sides end slash stat stats quick short brief summary view overview rundown snapshot glance update more
  and or
`);

/** Also in what can only be a question; elsewhere they make a wish of it: "a branch", "another worker", "to the header". */
export const IN_QUESTIONS = list(`
  as into make a an most wrong no not to with than new another extra if whether again back less fewer supposed leave leaves take taken took pick picked grab grabbed grabs takes picks older newer received stop stopped added removed deleted renamed moved fixed need needs needed want
`);

/** Small words that say nothing of what is asked for; a question may hold them, nothing else may. */
export const IN_PASSING = list(`
  always little lot however getting including maybe gave given half probably saying saw special either further although heard
  final finally sometimes goes shows rest missed miss especially includes included period happen returned return gone guess
  brought alone tried usually followed various certain straight tomorrow appeared continue continued nearly immediately
  completely certainly seven ten percent throughout absolutely reported posted received reached remain remains eventually
  mostly slightly arrived becomes years came come part same while never though went bit man enter leftover leftovers forget
  forgot forgotten send sent stage step phase sign life taking hold holding held delay delayed delays plate agenda pipeline
  connected reachable responding respond responds seen delivered stale nightly daily weekly hourly scheduled date dates shut
  else apart besides regarding concerning afterwards beforehand whenever ours along apparently basically
  obviously suddenly normally generally currently specifically particular exact precise rough approximate entirely partly
  partially fully halfway person persons human humans colleague colleagues mate mates dear
  noticed notice wondering curious confirm confirmed
  mind hear tell told asking answer answered reply replied talk talked talking spoken speak speaking said
  happily sadly luckily hopefully sorry supposedly presumably mid turnaround
`);

/** What a lookup begins with, once courtesies are gone. */
export const QUESTION_STARTS = list(`
  what which who whom whose how where when why is are am was were do does did has have any anything anyone anybody
  everything everyone everybody something someone somebody nothing nobody
`);
export const LOOK_STARTS = list(
  "count fetch locate show list give tell display print view see check get find look lookup",
);
/** Also at the start of a lookup of a file or a folder. */
export const FILE_STARTS = list("open paste cat read less head tail bat more ls tree dump");

/** Nouns of lookups that are verbs as well: what they do to what follows them is a wish. */
export const NOUNS_AND_VERBS = list(`
  queue status state log commit branch request change changes update report land fail finish approve diff help work
  progress number position place order name time line run need watch output files lines view look push
  turn review start stop clean empty structure checkout use touch edit merge open call set export import define structure
`);
/** What follows them where they are nouns. */
export const AFTER_NOUN = list(`
  length size count depth status state update report overview position list empty full clean dirty check order number details
  info #id lines
`);

/** What is asked for, by the words that say so. */
export const TOPIC_WORDS = {
  queue:
    list(`queue queued queues backlog backed line turn next waiting waits wait pending position place ahead behind eta
    upcoming outstanding remaining left lined`),
  jobs: list(`job jobs task tasks failed fail fails failing failure failures finished finish finishes done completed complete
    completes progress ended end ends succeeded success successful crashed cancelled canceled aborted rejected refused attempt attempts tries luck succeed pass passed passes passing handled processed blow blew die died crash exploded explode bailed choke choked hang hangs broke stuck run ran runs
    timed retried started start took`),
  requests: list("request requests asked ask sent submitted requested ordered"),
  workers: list("worker workers workerpal workerpals agents agent idle"),
  approvals: list("review reviewed approval approvals approve approved sign-off signoff"),
  branches: list("branches"),
  git_status: list("branch checked clean dirty staged untracked checkout"),
  git_diff: list(
    "staged diff diffs changes changed change uncommitted unstaged modified left modifications changing edits different difference differences differs differ",
  ),
  git_log:
    list(`commits commit committed commited history pushed log touched edited wrote written author authors authored
    committer committing touching updated committers introduced created added removed deleted renamed moved push`),
  fault: list("error errors reason reasons cause exception exceptions problem problems wrong broke"),
  review: list("landed land lands merged merge landing unmerged integrated"),
  tree: list(
    "files file folders folder directories directory dirs dir subfolders subdirectories tree structure layout listing",
  ),
  log: list("log logs output printed stdout stderr"),
  status:
    list(`success rate rates throughput left asleep awake sleeping sleep frozen hanging hung slow quiet calm swamped bored home load busy overloaded down broken coming along situation status state news report happening happened going doing running busy online offline active alive up down new dead health
    healthy ok okay fine good working works work awake around ready available free moving cooking progressing green`),
  help: list(
    "help commands command features feature options questions possible able capabilities capable abilities usage use instructions manual cheatsheet",
  ),
} as const;
export type TopicName = keyof typeof TOPIC_WORDS | "search" | "file";

/** What is searched for stands behind these. */
export const SEARCH_VERBS = list("search searching searched grep rg ripgrep find look looking scan");
/** Where something stands in the code. */
export const SEARCH_NOUNS = list(`
  usage usages occurrence occurrences reference references mention mentions caller callers place places hits hit matches match
  instances instance uses call calls definition definitions declaration declarations import imports implementation
  implementations implementers spots sites
`);
/** What is done with it there; only in questions, since some are verbs of change. */
export const USED = list(`
  used use uses using called call extend extends extended extending inherit inherits subclass calls calling says say defined define defines declared declare declares imported import imports importing
  mentioned mention mentions referenced reference references referencing set sets read reads written checked thrown throw
  throws raised raise raises contain contains containing occur occurs appear appears implemented implement implements
  instantiated configured registered exported export exports invoked invoke invokes documented stored logged assigned emitted
  located live lives handled handle handles loaded instantiate parsed declared duplicated depend depends mounted triggered
`);
/** What kind of thing it is, said beside its name. */
export const SEARCH_KINDS = list(`
  function functions method methods class classes struct structs enum type types interface interfaces trait traits macro macros
  symbol symbols constant constants variable variables var env environment string word phrase text hook annotation
  decorator keyword flag feature parameter literal field
`);

/** Say more of something that is asked for, and mean nothing alone. */
export const DETAILS = list(`
  messages message exist exists existing length depth size open opened became become result results outcome made local locally
  remote git repo repository codebase project code content contents text lines line named called levels level entries items
  item id hash sha short long name whom picked pick due longer longest average median whole entire single main
`);

/** Of a file: what is wanted of it. */
export const FILE_WORDS = list(`
  contents content file source code text lines line first last top bottom inside whole entire
  version head tail beginning start end exist exists
`);

/** Never in the name of something that is only named by a plain word. */
export const WISHES = list(`
  add fix change remove delete drop rename move make create write rewrite refactor clean cleanup update upgrade bump set unset
  replace swap merge rebase revert undo redo restart stop start kill cancel retry rerun run test build deploy ship release push
  pull commit stash discard reset switch hide enable disable turn increase decrease reduce raise lower limit extend shorten
  split join combine unify extract inline convert port migrate translate document comment sort group order filter format lint
  approve deny reject assign close reopen resolve implement improve optimize optimise speed simplify tidy polish investigate
  debug explain analyze analyse review audit check verify validate ensure prove compare describe summarize summarise
  suggest propose recommend design plan estimate install configure setup init generate support handle allow
  use apply pick bring put give let keep leave try go do does should must want need please instead without then but because
  bug bugs issue issues problem problems error errors mistake mistakes typo typos vulnerability vulnerabilities leak leaks
  duplicate duplicates improvement improvements way ways idea ideas it this that them something anything everything
  dead unused missing broken wrong better best good bad reason reasons cause causes bottleneck a an
  page screen button header footer sidebar menu panel dialog dashboard table column row chart app ui frontend
`);

const KNOWN = new Set([
  ...IN_PASSING,
  ...FILE_WORDS,
  ...FILLERS,
  ...IN_QUESTIONS,
  ...DETAILS,
  ...LOOK_STARTS,
  ...QUESTION_STARTS,
  ...FILE_STARTS,
  ...SEARCH_VERBS,
  ...SEARCH_NOUNS,
  ...USED,
  ...SEARCH_KINDS,
  ...Object.values(TOPIC_WORDS).flatMap((words) => [...words]),
]);
/** Whether the vocabulary has it, in whatever place. */
export const isKnown = (word: string): boolean => KNOWN.has(word);

const ELSEWHERE = new Set([
  ...FILLERS,
  ...DETAILS,
  ...QUESTION_STARTS,
  ...LOOK_STARTS,
  ...Object.values(TOPIC_WORDS).flatMap((words) => [...words]),
]);
export const isInPassing = (word: string): boolean => IN_PASSING.has(word) && !ELSEWHERE.has(word);
