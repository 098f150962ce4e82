import { finishOf, type ModelCall, type Turn, usageOf, type Wire } from "../turn";

const STOP = { stop: "STOP", length: "MAX_TOKENS", tool_calls: "STOP", content_filter: "SAFETY" } as const;

/** `POST /v1beta/models/<model>:generateContent` and `:streamGenerateContent?alt=sse`. */
export const gemini: Wire = {
  events: (turn, call, pieces) => [
    ...(turn.refusal === undefined ? pieces : []).map((text) => ({
      data: answer([{ text }], null, turn, call),
      isPiece: true,
    })),
    { data: answer(functionCalls(turn), finishReason(turn), turn, call) },
  ],
  body: (turn, call) =>
    answer(
      [...(turn.refusal === undefined ? [{ text: turn.text ?? "" }] : []), ...functionCalls(turn)],
      finishReason(turn),
      turn,
      call,
    ),
  error: (status, message) => ({
    error: { code: status, message, status: status === 429 ? "RESOURCE_EXHAUSTED" : "INTERNAL" },
  }),
};

/** Gemini has no words for a refusal: it stops for the sake of safety. */
const finishReason = (turn: Turn): string => (turn.refusal === undefined ? STOP[finishOf(turn)] : "SAFETY");

const functionCalls = (turn: Turn) =>
  (turn.toolCalls ?? []).map((tool) => ({
    functionCall: { name: tool.name, args: JSON.parse(tool.arguments) as object },
  }));

function answer(parts: readonly object[], finish: string | null, turn: Turn, call: ModelCall) {
  const { input, output } = usageOf(turn);
  return {
    candidates: [{ index: 0, content: { role: "model", parts }, ...(finish === null ? {} : { finishReason: finish }) }],
    usageMetadata: { promptTokenCount: input, candidatesTokenCount: output, totalTokenCount: input + output },
    modelVersion: call.model,
  };
}
