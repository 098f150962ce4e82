import type { Rule } from "./rule";

/** Longer than any of it. */
const MAX = 60;
const END = /[\s!.?…,👋🙏😀😊🎉]+$/u;

const PATTERNS = [
  /(?:hi|hiya|hello|hey|howdy|hallo|moin|servus|hej|ciao|salut|bonjour|bonsoir|hola|olá|ahoj|namaste)(?:,? (?:there|all|everyone|team|pals|push pals|again))?/,
  /good (?:morning|afternoon|evening)|guten (?:morgen|tag|abend)|buen(?:os días|as tardes|as noches)|buongiorno|buonasera/,
  /(?:many |ok,? |okay,? )?(?:thanks|thank you|thx|cheers)(?: (?:a lot|very much|so much|again|all|everyone|team|pals))?/,
  /danke(?: schön)?|vielen dank|merci(?: beaucoup)?|(?:muchas )?gracias|grazie|obrigad[oa]/,
  /bye|goodbye|see you(?: (?:later|soon|tomorrow))?|good ?night|gute nacht|tschüss|au revoir|adiós/,
  /how are you(?: doing)?(?: today)?|wie geht(?:'s| es dir)|comment (?:ça va|vas-tu)|qué tal/,
  /who are you|what(?:'s|’s| is) your name|are you (?:a (?:bot|robot|human|person)|an ai|real)/,
  /tell me (?:a|another) joke|well done|(?:good|great|nice) (?:job|work|one)|you(?:'re|’re| are) (?:great|awesome|the best)/,
].map((pattern) => new RegExp(`^(?:${pattern.source})$`, "iu"));

/**
 * Greetings, thanks and the like, as whole messages. Part of the table only where a model answers them: without one
 * they go where everything goes that no rule knows.
 */
export const SMALL_TALK: Rule = {
  name: "small_talk",
  form: "hello",
  match: (text) => {
    const said = text.trim();
    const words = said.length <= MAX ? said.replace(END, "") : "";
    return PATTERNS.some((pattern) => pattern.test(words)) ? { about: "small_talk", text: said } : null;
  },
  examples: [
    "hello",
    "Hi there!",
    "good morning",
    "thanks a lot!",
    "ok, thanks",
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
    "hi, please fix the login",
    "who are you calling in main.ts",
    "good morning banner is wrong",
    "tell me a joke when the build fails",
    "hello.ts",
    "great, ship it",
    "hello\n/delete src/a.ts",
    "ok",
    "yes",
  ],
};
