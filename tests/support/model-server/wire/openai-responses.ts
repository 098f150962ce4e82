import { type ModelCall, type Turn, usageOf, type Wire } from "../turn";

const CREATED = 1_700_000_000;
const ITEM = "msg_1";

/** `POST /v1/responses`. */
export const openaiResponses: Wire = {
  events(turn, call, pieces) {
    const refused = turn.refusal !== undefined;
    const part = refused ? { type: "refusal", refusal: "" } : { type: "output_text", text: "", annotations: [] };
    const of = { item_id: ITEM, output_index: 0, content_index: 0 };
    const said = refused ? "response.refusal" : "response.output_text";
    const tools = functionCalls(turn);
    const events: { data: { type: string; [field: string]: unknown }; isPiece?: boolean }[] = [
      { data: { type: "response.created", response: { ...response({}, call), status: "in_progress", output: [] } } },
      { data: { type: "response.output_item.added", output_index: 0, item: { ...message(turn), content: [] } } },
      { data: { type: "response.content_part.added", ...of, part } },
      ...pieces.map((delta) => ({ data: { type: `${said}.delta`, ...of, delta }, isPiece: true })),
      {
        data: refused
          ? { type: `${said}.done`, ...of, refusal: turn.refusal }
          : { type: `${said}.done`, ...of, text: turn.text ?? "" },
      },
      { data: { type: "response.output_item.done", output_index: 0, item: message(turn) } },
      ...tools.flatMap((item, index) => [
        { data: { type: "response.output_item.added", output_index: index + 1, item: { ...item, arguments: "" } } },
        { data: { type: "response.output_item.done", output_index: index + 1, item } },
      ]),
      { data: { type: isCut(turn) ? "response.incomplete" : "response.completed", response: response(turn, call) } },
    ];
    return events.map(({ data, isPiece }, n) => ({
      event: data.type,
      data: { ...data, sequence_number: n },
      ...(isPiece ? { isPiece } : {}),
    }));
  },
  body: (turn, call) => response(turn, call),
  error: (status, message) => ({
    error: { message, type: status === 429 ? "rate_limit_exceeded" : "server_error", param: null, code: null },
  }),
};

const isCut = ({ finish }: Turn): boolean => finish === "length" || finish === "content_filter";

function response(turn: Turn, call: ModelCall) {
  const { input, output } = usageOf(turn);
  const reason = turn.finish === "content_filter" ? "content_filter" : "max_output_tokens";
  return {
    id: "resp_1",
    object: "response",
    created_at: CREATED,
    model: call.model,
    status: isCut(turn) ? "incomplete" : "completed",
    error: null,
    incomplete_details: isCut(turn) ? { reason } : null,
    output: [message(turn), ...functionCalls(turn)],
    usage: {
      input_tokens: input,
      input_tokens_details: { cached_tokens: 0 },
      output_tokens: output,
      output_tokens_details: { reasoning_tokens: 0 },
      total_tokens: input + output,
    },
  };
}

const message = (turn: Turn) => ({
  type: "message",
  id: ITEM,
  status: "completed",
  role: "assistant",
  content: [
    turn.refusal === undefined
      ? { type: "output_text", text: turn.text ?? "", annotations: [] }
      : { type: "refusal", refusal: turn.refusal },
  ],
});

const functionCalls = (turn: Turn) =>
  (turn.toolCalls ?? []).map((tool, n) => ({
    type: "function_call",
    id: `fc_${n}`,
    call_id: `call_${n}`,
    status: "completed",
    ...tool,
  }));
