import { finishOf, type ModelCall, type Turn, usageOf, type Wire } from "../turn";

const CREATED = 1_700_000_000;

/** `POST /v1/chat/completions`. */
export const openaiChat: Wire = {
  events(turn, call, pieces) {
    const chunk = (delta: object, finish: string | null = null) => ({
      id: "chatcmpl-1",
      object: "chat.completion.chunk",
      created: CREATED,
      model: call.model,
      choices: [{ index: 0, delta, finish_reason: finish }],
    });
    const tools = (turn.toolCalls ?? []).map((tool, index) =>
      chunk({ tool_calls: [{ index, id: `call_${index}`, type: "function", function: tool }] }),
    );
    return [
      { data: chunk({ role: "assistant", content: "" }) },
      ...pieces.map((content) => ({
        data: chunk(turn.refusal === undefined ? { content } : { refusal: content }),
        isPiece: true,
      })),
      ...tools.map((data) => ({ data })),
      { data: chunk({}, finishOf(turn)) },
      ...(wantsUsage(call) ? [{ data: { ...chunk({}), choices: [], usage: usage(turn) } }] : []),
      { data: "[DONE]" },
    ];
  },
  body: (turn, call) => ({
    id: "chatcmpl-1",
    object: "chat.completion",
    created: CREATED,
    model: call.model,
    choices: [
      {
        index: 0,
        message: {
          role: "assistant",
          content: turn.refusal === undefined ? (turn.text ?? "") : null,
          refusal: turn.refusal ?? null,
          ...(turn.toolCalls
            ? { tool_calls: turn.toolCalls.map((tool, n) => ({ id: `call_${n}`, type: "function", function: tool })) }
            : {}),
        },
        finish_reason: finishOf(turn),
      },
    ],
    usage: usage(turn),
  }),
  error: (status, message) => ({
    error: { message, type: status === 429 ? "rate_limit_exceeded" : "error", code: null },
  }),
};

function wantsUsage({ body }: ModelCall): boolean {
  return (body["stream_options"] as { include_usage?: boolean } | undefined)?.include_usage === true;
}

function usage(turn: Turn) {
  const { input, output } = usageOf(turn);
  return { prompt_tokens: input, completion_tokens: output, total_tokens: input + output };
}
