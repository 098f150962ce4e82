import { finishOf, type ModelCall, type Turn, usageOf, type Wire, type WireEvent } from "../turn";

const STOP = { stop: "end_turn", length: "max_tokens", tool_calls: "tool_use", content_filter: "refusal" } as const;

/** `POST /v1/messages`. Where the caller forces the tool `json`, the text is said as that tool's input. */
export const anthropic: Wire = {
  events(turn, call, pieces) {
    const { input, output } = usageOf(turn);
    const forced = forcedTool(call);
    const asTool = forced !== null && turn.refusal === undefined;
    const blocks: WireEvent[] = [
      named("content_block_start", {
        index: 0,
        content_block: asTool
          ? { type: "tool_use", id: "toolu_json", name: forced, input: {} }
          : { type: "text", text: "" },
      }),
      ...pieces.map((piece) => ({
        ...named("content_block_delta", {
          index: 0,
          delta: asTool ? { type: "input_json_delta", partial_json: piece } : { type: "text_delta", text: piece },
        }),
        isPiece: true,
      })),
      named("content_block_stop", { index: 0 }),
    ];
    const tools = (turn.toolCalls ?? []).flatMap((tool, n) => [
      named("content_block_start", {
        index: n + 1,
        content_block: { type: "tool_use", id: `toolu_${n}`, name: tool.name, input: {} },
      }),
      named("content_block_delta", {
        index: n + 1,
        delta: { type: "input_json_delta", partial_json: tool.arguments },
      }),
      named("content_block_stop", { index: n + 1 }),
    ]);
    return [
      named("message_start", {
        message: {
          ...envelope(call),
          content: [],
          stop_reason: null,
          usage: { input_tokens: input, output_tokens: 1 },
        },
      }),
      { event: "ping", data: { type: "ping" } },
      ...blocks,
      ...tools,
      named("message_delta", {
        delta: { stop_reason: stopReason(turn, asTool), stop_sequence: null },
        usage: { output_tokens: output },
      }),
      named("message_stop", {}),
    ];
  },
  body(turn, call) {
    const { input, output } = usageOf(turn);
    const forced = forcedTool(call);
    const asTool = forced !== null && turn.refusal === undefined;
    const content = asTool
      ? [{ type: "tool_use", id: "toolu_json", name: forced, input: JSON.parse(turn.text ?? "{}") as object }]
      : [{ type: "text", text: turn.refusal ?? turn.text ?? "" }];
    const tools = (turn.toolCalls ?? []).map((tool, n) => ({
      type: "tool_use",
      id: `toolu_${n}`,
      name: tool.name,
      input: JSON.parse(tool.arguments) as object,
    }));
    return {
      ...envelope(call),
      content: [...content, ...tools],
      stop_reason: stopReason(turn, asTool),
      usage: { input_tokens: input, output_tokens: output },
    };
  },
  error: (status, message) => ({
    type: "error",
    error: {
      type: status === 429 ? "rate_limit_error" : status === 529 ? "overloaded_error" : "api_error",
      message,
    },
  }),
};

const named = (type: string, fields: object): WireEvent => ({ event: type, data: { type, ...fields } });

const envelope = (call: ModelCall) => ({
  id: "msg_1",
  type: "message",
  role: "assistant",
  model: call.model,
  stop_sequence: null,
});

function stopReason(turn: Turn, asTool: boolean): string {
  if (turn.refusal !== undefined) return "refusal";
  return asTool && finishOf(turn) === "stop" ? "tool_use" : STOP[finishOf(turn)];
}

/** The tool that has to be called, when it is the one that stands for a JSON answer. */
function forcedTool({ body }: ModelCall): string | null {
  const tools = (body["tools"] as { name: string }[] | undefined) ?? [];
  return tools.length === 1 && tools[0]?.name === "json" ? "json" : null;
}
