import {
  type IntakeEvent,
  localbuddyRoutes,
  type ParsedInput,
  PROTOCOL_VERSION,
  type Refusal,
  type Route,
  refuse,
} from "@pushpals/protocol";
import { type Client, createClient } from "@pushpals/sdk";
import { bearerToken, createHttpApp, parseInput, reply } from "@pushpals/shared/http";
import type { Log } from "@pushpals/shared/log";
import type { ModelSettings } from "@pushpals/shared/model";
import { findPaths, type ReviewPlace } from "@pushpals/shared/review";
import { lineOrigin } from "./answers/line-origin";
import { slashCommands } from "./answers/slash-commands";
import { CallerProof } from "./caller";
import { EVENT_STREAM_HEADERS, eventStream } from "./event-stream";
import { type Message, refusalEvent, takeMessage } from "./take-message";

export interface LocalBuddyOptions {
  serverUrl: string;
  /** The user's repository, or a folder in it. */
  repositoryPath: string;
  review: ReviewPlace;
  /** The model for small talk; null: none. */
  smallTalk: ModelSettings | null;
  defaultSessionId: string;
  allowedHosts: string[];
  allowedOrigins: string[];
  bodyLimitBytes: number;
  log: Log;
}

/** The front desk as an HTTP app, without a socket. */
export function createLocalBuddy(options: LocalBuddyOptions) {
  const app = createHttpApp(options);
  const proof = new CallerProof();

  app.get("/healthz", (c) => c.json({ ok: true, protocolVersion: PROTOCOL_VERSION }));

  app.get(localbuddyRoutes.commands.path, async (c) => {
    const caller = await whoCalls(c.req.raw);
    if ("ok" in caller) return reply(c, caller);
    return caller.refused ? reply(c, caller.refused) : c.json({ ok: true, commands: slashCommands() });
  });

  /** What is asked about the repository, answered in one reply. */
  const ask = <T extends Route>(
    route: T,
    answer: (input: ParsedInput<T>, client: Client, signal: AbortSignal) => Promise<{ ok: true } | Refusal>,
  ) =>
    app.get(route.path, async (c) => {
      const caller = await whoCalls(c.req.raw);
      if ("ok" in caller) return reply(c, caller);
      if (caller.refused) return reply(c, caller.refused);
      const parsed = await parseInput(route, c);
      return reply(c, parsed.ok ? await answer(parsed.input, caller.client, c.req.raw.signal) : parsed);
    });
  ask(localbuddyRoutes.why, (input, client, signal) => lineOrigin(options.review, client, input, signal));
  ask(localbuddyRoutes.files, (input, _, signal) => findPaths(options.review, input, signal));

  app.post(localbuddyRoutes.message.path, async (c) => {
    const caller = await whoCalls(c.req.raw);
    if ("ok" in caller) return reply(c, caller);
    const { client, refused } = caller;
    if (refused && !isTrouble(refused)) return reply(c, refused);

    const parsed = await parseInput(localbuddyRoutes.message, c);
    if (!parsed.ok) return reply(c, parsed);
    const stream = eventStream(async (tell) => {
      if (refused) tell(refusalEvent(refused));
      else await run(parsed.input, tell, client, c.req.raw.signal);
    });
    return c.body(stream, 200, EVENT_STREAM_HEADERS);
  });

  /** The caller's own client, and the server's refusal where it has one. */
  async function whoCalls(request: Request) {
    const token = bearerToken(request);
    if (token === null) return refuse("unauthorized", "This needs a token: `Authorization: Bearer <token>`.");
    const client = createClient({ baseUrl: options.serverUrl, token });
    return { client, refused: await proof.check(token, client, request.signal) };
  }

  async function run(
    message: Message,
    tell: (event: IntakeEvent) => void,
    client: ReturnType<typeof createClient>,
    gone: AbortSignal,
  ): Promise<void> {
    const { repositoryPath, review, smallTalk, defaultSessionId } = options;
    try {
      await takeMessage(message, { client, repositoryPath, review, smallTalk, defaultSessionId, gone, tell });
    } catch (error) {
      const reference = crypto.randomUUID();
      options.log.error({ err: error, reference }, "a message failed");
      tell(refusalEvent(refuse("internal", `Something broke in LocalBuddy; its log has it under ${reference}.`)));
    }
  }
  return app;
}

/** The server is not there or not well: told in the stream, since the caller has done nothing wrong. */
const isTrouble = (refusal: Refusal): boolean =>
  refusal.code === "unreachable" || refusal.code === "store_unavailable" || refusal.code === "shutting_down";
