/**
 * Other ways to put the same, in the words that the vocabulary has: contractions, short forms, fixed phrases. Applied
 * in this order to the text in lower case, from which names have been taken.
 */
export const SAME: readonly (readonly [RegExp, string])[] = [
  // Contractions and what is typed for them.
  [/[’‘`´]/g, "'"],
  [/\bcan'?t\b|\bcannot\b/g, "can not"],
  [/\bwon't\b/g, "will not"],
  [/\b(do|does|did|is|are|was|were|has|have|had|would|could|should)n'?t\b/g, "$1 not"],
  [
    /\b(what|where|how|who|when|that|there|here|it|everything|everyone|anything|something|nothing|all|anyone|anybody)'?s\b/g,
    "$1 is",
  ],
  [/\b(i|you|we|they|he|she|it|who|what|there|that)'ll\b/g, "$1 will"],
  [/\b(i|you|we|they|he|she|it|who|what|where|how|there|that)'d\b/g, "$1 would"],
  [/\b(you|we|they|who|what|where|how)'re\b/g, "$1 are"],
  [/\b(i|you|we|they|who|what)'ve\b|\b(i)ve\b/g, "$1$2 have"],
  [/\bi'?m\b/g, "i am"],
  [/\blet'?s\b/g, "let us"],
  [/(\w) ?'s\b/g, "$1"],
  // Short forms.
  [/\bu\b/g, "you"],
  [/\bur\b/g, "your"],
  [/\br\b/g, "are"],
  [/\b(?:pls|plz|plse|pleas|plase|pl)\b/g, "please"],
  [/\b(?:thx|tnx|thanx|ty|tysm|thnx|thank u)\b/g, "thanks"],
  [/\bthank you\b/g, "thanks"],
  [/\b(?:rn|atm)\b/g, "now"],
  [/\bgimme\b/g, "give me"],
  [/\blemme\b/g, "let me"],
  [/\bwanna\b/g, "want to"],
  [/\b(?:what up|wassup|sup|wazzup)\b/g, "what is up"],
  [/\bppl\b/g, "people"],
  [/\binfos?\b/g, "information"],
  [/\b((?:can|could|would|will|may|might) (?:you|i|we|one|someone|somebody|anyone)) (?:please|kindly)\b/g, "$1"],
  [/\bplease to\b/g, "please"],
  [/\bbut not\b/g, "not"],
  [/\b(like|love|want|wanted|need) to (?:have |take )?(?:a )?look at\b/g, "$1 to see"],
  [/\b(between|of|from) (#ref|#id) (?:and|to) (#ref|#id)/g, "$1 $2 $3"],
  [/\bcoming along\b|\bcoming on\b|\bgetting on\b|\bholding up\b|\bgetting along\b/g, "doing"],
  [/\bin charge of\b/g, "doing"],
  [/\bhow come\b/g, "why"],
  [/\bwhatever (?=happened|became)/g, "what "],
  [/\b(?:the )?root(?: (?:folder|directory|dir))?\b/g, "top"],
  [
    /(?<=\b(?:will|did|does|do|not|to) (?:\S+ ){0,3})get (?=picked|started|stuck|done|handled|processed|approved|planned|run|cancelled|rejected)/g,
    "",
  ],
  [/\bgot (?=picked|started|stuck|done|handled|processed|approved|planned|cancelled|rejected)/g, ""],
  [/\bwent wrong\b/g, "failed"],
  [/\b(?:blow|blew|blown) up\b/g, "failed"],
  [
    /\b(?:can|could|may) (?:i|we) (?:have|take|get) (?:a |another )?(?:quick )?look at\b|\blet (?:me|us) (?:have |take )?(?:a )?(?:quick )?look at\b/g,
    "show me",
  ],
  [/\b(print|list|dump|write) out\b/g, "$1"],
  [/\btype out\b/g, "show"],
  [/\blook up (?=#text)/g, "search "],
  [/\b(?:run|ran|running) into\b/g, "have"],
  [/\bworked on\b/g, "doing"],
  [/\b(pass|passed|passes|passing) (?:the |all |all the |its |our )?(?:tests|checks)\b/g, "$1"],
  // One word for what has several.
  [/\bchecked out\b/g, "checkout"],
  [/\b(?:the )?work(?:ing)? ?(?:tree|copy|directory|dir)\b|\bworktree\b/g, "checkout"],
  [/\b(?:top|root|upper|highest)[ -]?(?:level|directory|folder|dir)\b/g, "top"],
  [/\bto sign off\b/g, "to approve"],
  [/\bfirst page\b/g, "top"],
  [/\bsign(?:ed)?[ -]off\b|\bgo-ahead\b/g, "approval"],
  [/\b(?:compared|relative|in comparison|as opposed) (?:to|with)\b|\bversus\b|\bvs\b/g, "against"],
  [/\b(?:in front|ahead) of\b/g, "ahead"],
  [/\b(?:become|became|come out|came out|come|came) of\b/g, "became"],
  [
    /\b(?:get|gets|got|gotten|go|goes|went|going|gone|make it|made it|making it|come|came) (?:all the way )?(?:through|merged|landed|in)\b(?! (?:the|my|our|this|here|queue|line))/g,
    "landed",
  ],
  [/\bin progress\b|\bin the works\b|\bin flight\b|\bunder way\b|\bunderway\b/g, "running"],
  [/\b(?:up|alive) and (?:running|well|kicking)\b/g, "running"],
  [/\bworking on\b/g, "doing"],
  [/\bup to date\b(?: with)?/g, "behind"],
  [/\bup to\b(?! (?:#|now|the|my|date))/g, "doing"],
  [/\bto be (?=approved|merged|landed|done|planned|run|started|reviewed|looked)/g, ""],
  [/\bto (?=do\b(?!\s)|merge\b|land\b)/g, ""],
  [/\bcompare(?: between)? (?=#ref|my|the)/g, "diff "],
  [/\bmost (?=recent)/g, ""],
  [/\bmore than (?:once|one time|one place|twice)\b/g, ""],
  [/\b(?:some|any|every)place\b/g, "anywhere"],
  // A list of a thing is not a thing.
  [
    /\b(?:an? |the )(?:(?:quick|short|brief|general|overall) )*(?:overview|summary|rundown|report|update|status update|status report)(?= *$| *[,?.!])/g,
    "status",
  ],
  [/\bthe (?:(?:whole|entire|complete|full|short|quick|brief) )*(?:list|overview|listing|rundown)\b/g, "list"],
  [
    /\b(?:an? |one )(?:(?:whole|entire|complete|full|short|quick|brief|small|little|compact|nice|fresh) )*(?:list|overview|summary|listing|rundown|snapshot|report|view|look|glance|tally|count|peek|breakdown|hint|reminder|total|bit|while|moment|minute|second|sec)\b/g,
    "list",
  ],
];

const ADVERBS = "(?: (?:please|kindly|just|quickly|maybe|possibly|perhaps|also|briefly|at least))*";
const LOOKING = "(?:see|know|view|check|read|hear|learn|find out|have|get|look at|look into|understand where|take)";
/** What comes before a lookup and says nothing of what it is about. Taken off again and again. */
export const OPENERS: readonly RegExp[] = [
  /^(?:hey|hi|hiya|heya|hello|yo|ok|okay|so|well|oh|ah|alright|right|sorry|hmm+|um+|uh|uhm|please|kindly|just|dear|thanks|cheers|anyway|btw|fyi|guys|mate|buddy|bot|and|also(?= (?:what|which|who|how|is|are|where))|ahoy|great|cool|nice|perfect|super|excuse me|by the way|out of curiosity|for the record|real quick|quickly|again|remind me|no rush|sorry (?:to (?:bother|disturb|interrupt|ask|be a pain)|for (?:the )?(?:bother|interruption|trouble|noise))(?: (?:you|again|everyone))?|just (?:checking|checking in|asking|wondering|curious|a question)|checking in|for info|quick (?:one|question|check|q)|one (?:quick |more |last )?question|(?:good )?(?:morning|afternoon|evening)|(?:hello|hi|hey|morning) (?:team|there|all|everyone|folks|again|pals|push pals|localbuddy)|(?:team|folks|pals|push pals|pushpals|localbuddy)(?=$| (?:what|which|who|how|where|when|any|can|could|show|give|list|tell)))(?= |$)/,
  /^(?:sorry )?(?:to|for) (?:bother|disturb|interrupt|ask|be a pain|the bother|the noise)(?:ing)?(?: (?:you|again|everyone|all|guys))*(?=$| )/,
  new RegExp(
    `^(?:can|could|would|will)(?: (?:you|someone|somebody|anyone|anybody|one of you|you guys|you all|any of you))${ADVERBS}(?= (?:show|list|give|tell|display|print|view|see|check|get|find|look|search|grep|read|open|cat|let|remind|inform|paste|pull up|point|help|share|send|fetch|bring|confirm|say)\\b)`,
  ),
  new RegExp(
    `^(?:(?:can|could|may|might|shall)(?: (?:i|we|one))${ADVERBS}|(?:(?:i|we)(?: would| just| really| only| will)*)?(?: |^)(?:like|love|want|need|wanted|wish|have|trying|try)(?: to)?) (?=${LOOKING}\\b)`,
  ),
  /^(?:(?:i|we) )?(?:(?:would|just|only|really) )*(?:need|want|like|wanted)(?: to)? (?=the |my |all |#|see )/,
  /^(?:see|know|view|hear|learn|find out|get to know)(?: about| if| whether)? (?=what|which|who|where|when|how|if|whether|#|the |my |our |all |is )/,
  /^(?:(?:i|we) )?(?:am |are |was |were |be )?(?:just )?(?:wondering|curious|asking|checking|interested|unsure|not sure|looking)(?: (?:in|about|if|whether|to know|for|how))?(?= (?!we\b|to\b))/,
  /^(?:i wonder|do (?:you|we) (?:happen to |by chance )?know|does (?:anyone|anybody|someone|somebody) (?:happen to )?know|(?:any|an) (?:idea|clue|word)|you know|do we have an idea|is it known|dunno|i do not know|no idea|not sure)(?: (?:if|whether|on|about|of))?(?= )/,
  /^(?:would|do) you mind (?:telling|showing|giving|listing|checking)(?: me| us)?(?: (?:if|whether))?(?= )/,
  /^(?:is it |would it be )?possible (?:for me )?to (?=see|get|view|show|list|have)/,
  /^(?:my|our|the) (?:boss|manager|cto|ceo|lead|customer|client|colleague|team lead|auditor|stakeholder)s? (?:is asking|asks|asked|wants to know|wanted to know|needs to know|would like to know|is wondering|keeps asking)(?: me| us)?(?: (?:about|if|whether))?(?= )/,
  /^(?:is there (?:any |a )?(?:way|chance) (?:to|(?:that )?i (?:can|could)) )(?=see|get|view|list|check|know|find|look)/,
  /^(?:(?:can|could|may|might) (?:i|we) |i (?:would like|want) to )?ask(?: you| about| for| if)* (?=what|which|who|where|when|how|if|the |my |about )/,
  /^let (?:me|us) (?:know|see|look at|view|read|check)?(?: (?:if|whether|at|about))?(?= )/,
  /^(?:tell|remind|inform|show|give|send|get|bring|fetch)(?: to)? (?:me|us)(?: (?:again|quickly|please|quick|if|whether|about|know))*(?= |$)/,
  /^(?:pull up|point me to|bring up|share|confirm|report|find out|look up|check on|check in on)(?: (?:if|whether|me|that))*(?= )/,
  /^(?:check|see|verify)(?: quickly)? (?:if|whether|for|how|what|which|who|when)(?= )/,
  /^(?:if|whether) (?=#|the |my |our |all |any|there|it |we |i |job|request|every)/,
  /^(?:have|take|having|get) (?:list |another )?(?=at |of |list )/,
];

/** What comes after a lookup and says nothing of what it is about. */
export const TAILS: readonly RegExp[] = [
  /^ (?:i|we) (?:always |keep |never |often |can never )?(?:forget|forgetting|remember|lose track|forgot)(?: (?:it|that|this|them))?$|^ much (?:appreciated|obliged)$/,
  /^ (?:just )?(?:paste|post|show|send) (?:it|them|that)(?: (?:here|in here|in the chat|to me|in chat|me))?$/,
  /(?<!\b(?:the|push|our|your|my|of|at|for|is|are|with|this|in)) (?:somehow|fast|please|thanks|cheers|asap|quickly|mate|guys|team|folks|everyone|all|buddy|pal|pals|btw|fyi|really|though|exactly|lol|haha|kindly|everybody|y'?all|man|dude|sir)$/,
  / (?:(?:in )?one line each|one per line|in short|if (?:that is (?:ok|okay|fine|alright|all right)|it is (?:ok|okay)|you can|possible|you do not mind|that is ok|any|not too much|not too much trouble|it is not too much trouble|it is not too much|that is possible|it is possible|not too much to ask|you have time|you are there|you know)|when you (?:have|get|find) (?:list|the time|time|any time|chance|a chance|a free list)|real quick|by any chance|no rush|no hurry|or (?:not|what|something|so|no)|you know|i mean|if i may|if i may ask|in advance|at all|very much|so much|a lot|many thanks|without (?:bothering|asking|waking|disturbing) (?:the team|anyone|anybody|them|people)|for (?:me|us|once|the record|my notes|a change))$/,
  / (?:for|before|during|in|ahead|until) (?:the |my |our |a |this )?(?:daily |team |weekly |next |planning |stand-?up |status |release )?(?:standup|stand-up|stand up|report|meeting|demo|boss|daily|retro|call|lunch|planning|sync|review meeting|customer|client call|release notes|handover)$/,
  / (?:i (?:think|guess|believe|hope|forgot|forget|wonder)|do you know|can you (?:tell|check|see|show)(?: me)?|could you (?:tell|check|show)(?: me)?|tell me|show me|let me know|remind me)$/,
];
