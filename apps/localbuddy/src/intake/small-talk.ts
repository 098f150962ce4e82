import type { Rule } from "./rule";

/** Longer than any of it. */
const MAX = 80;
const MARKS = /[\s!.?…,;:)(-]+|\p{Extended_Pictographic}|\p{Emoji_Modifier}|\u{FE0F}|\u{200D}/gu;

const PATTERNS = [
  /(?:hi|hiya|hello|hey|howdy|hallo|moin|servus|hej|ciao|salut|bonjour|bonsoir|hola|olá|ahoj|namaste)(?: (?:there|all|everyone|team|pals|push pals|again))?/,
  /good (?:morning|afternoon|evening)|guten (?:morgen|tag|abend)|buen(?:os días|as tardes|as noches)|buongiorno|buonasera/,
  /danke(?: schön)?|vielen dank|merci(?: beaucoup)?|(?:muchas )?gracias|grazie|obrigad[oa]/,
  /bye|goodbye|see you(?: (?:later|soon|tomorrow))?|good ?night|gute nacht|tschüss|au revoir|adiós/,
  /how are you(?: doing)?(?: today)?|wie geht(?:'s| es dir)|comment (?:ça va|vas-tu)|qué tal/,
  /who are you|what(?:'s|’s| is) your name|are you (?:a (?:bot|robot|human|person)|an ai|real)/,
  /tell me (?:a|another) joke|well done|(?:good|great|nice) (?:job|work|one)|you(?:'re|’re| are) (?:great|awesome|the best)/,
].map((pattern) => new RegExp(`^(?:${pattern.source})$`, "iu"));

/** One of these makes a message a greeting or thanks; the others may stand beside it. */
const HEART = words(
  "hi hiya yo hello hey heya howdy hallo moin servus hej ciao salut bonjour bonsoir hola olá morning evening afternoon thanks thank thx ty tnx thanx tysm cheers danke merci gracias grazie obrigado obrigada bye goodbye goodnight night welcome greetings kudos ta appreciated appreciate",
);
const BESIDE = words(
  "there all everyone everybody team pals pal folks guys buddy pushpals localbuddy again good great nice cool awesome perfect lovely brilliant excellent super ok okay so very much a lot many you u for the your help helping today this that was quick fast quickly helpful really appreciate appreciated it its is job well done now then and oh ah hmm i am back mate man friend friends dear from me us see later tomorrow soon have day weekend one yay guten morgen tag abend vielen dank schön beaucoup muchas wow always answer info information exactly just what needed wanted works worked my in advance ya y'all happy monday friday got youre best hope well how are fine doing yall thats bunch load loads ton million helps helped got good day rock rocks star legend lifesaver hero",
);
function words(list: string): ReadonlySet<string> {
  return new Set(list.split(" "));
}

const wordsOf = (text: string): string[] => text.toLowerCase().replace(/['’]/g, "").split(/\s+/).filter(Boolean);
const isBeside = (text: string): boolean => wordsOf(text).every((word) => HEART.has(word) || BESIDE.has(word));
const isSmall = (text: string): boolean =>
  PATTERNS.some((pattern) => pattern.test(text)) || (wordsOf(text).some((word) => HEART.has(word)) && isBeside(text));

/** Greetings, thanks and the like, as whole messages. A model answers them where there is one; else a hint does. */
export const SMALL_TALK: Rule = {
  name: "small_talk",
  form: "hello",
  match: (text) => {
    const said = text.trim();
    if (said.length > MAX || /[\r\n/]|\w[.:]\w/.test(said)) return null;
    const parts = said
      .replace(/([a-z])\1{2,}/gi, "$1")
      .replace(/\bpush pals\b/gi, "pals")
      .split(/[,.!?…;]+/)
      .map((part) => part.replace(MARKS, " ").trim())
      .filter((part) => part !== "");
    const isTalk =
      [parts.join(" ")].some(isSmall) ||
      (parts.some(isSmall) && parts.every((part) => isSmall(part) || isBeside(part)));
    return isTalk ? { about: "small_talk", text: said } : null;
  },
  examples: [
    "hello",
    "Hi there!",
    "good morning",
    "morning!",
    "thanks a lot!",
    "ok, thanks",
    "thanks, that was quick",
    "cheers 👍",
    "how are you?",
    "who are you?",
    "Guten Morgen!",
    "merci",
    "qué tal?",
  ],
  counterexamples: [
    "hello world should be the first test",
    "say hello on the start page",
    "thanks, now rename a.ts to b.ts",
    "thanks but that's not what I asked for",
    "thanks, go ahead",
    "yes, thanks",
    "no thanks",
    "hi, please fix the login",
    "who are you calling in main.ts",
    "good morning banner is wrong",
    "tell me a joke when the build fails",
    "great, ship it",
    "hello\n/delete src/a.ts",
    "ok",
    "yes",
  ],
};
