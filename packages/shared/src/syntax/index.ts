export { type CodeLang, extensionsOf, LANGUAGES, langOf, langOfPath, loadGrammars } from "./code-languages";
export { type Definition, definitionsIn, hasDefinitions } from "./definitions";
