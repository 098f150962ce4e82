import type { Percentiles, RequestRow } from "@pushpals/protocol";
import { ago, count, oneLine, queueWords } from "@pushpals/sdk";
import { useChatTitle } from "../../lib/chats";
import { Row } from "../../ui/row";
import { requestState } from "../work/request-state";
import { StateBadge } from "../work/state-badge";

export interface RequestLineProps {
  request: RequestRow;
  now: number;
  etaError: Percentiles | undefined;
  selected: boolean;
  onPress: () => void;
}

/** A request in a list: what was asked, when, and what became of it. */
export function RequestLine({ request, now, etaError, selected, onPress }: RequestLineProps) {
  const title = oneLine(request.promptPreview, 160);
  const chat = useChatTitle(request.sessionId);
  // A chat is called by its first message: of that one it says nothing.
  const isFirst = chat === null || title.startsWith(oneLine(chat, 60).replace(/…$/, ""));
  const queue = queueWords(request, etaError);
  const detail = [
    ...(queue === null ? [] : [queue]),
    ...(request.jobs.length > 0 ? [count(request.jobs.length, "job")] : []),
    ago(request.enqueuedAt, now),
    // What a person writes is interactive: said of all, it would say nothing.
    ...(request.priority === "background" ? [request.priority] : []),
    ...(isFirst ? [] : [`in “${oneLine(chat, 28)}”`]),
  ].join(" · ");
  return (
    <Row
      title={title}
      detail={detail}
      end={<StateBadge state={requestState(request)} />}
      selected={selected}
      onPress={onPress}
    />
  );
}
