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
  const chat = useChatTitle(request.sessionId);
  const queue = queueWords(request, etaError);
  const detail = [
    ...(queue === null ? [] : [queue]),
    ...(request.jobs.length > 0 ? [count(request.jobs.length, "job")] : []),
    ago(request.enqueuedAt, now),
    // What a person writes is interactive: said of all, it would say nothing.
    ...(request.priority === "background" ? [request.priority] : []),
    ...(chat === null ? [] : [`in “${oneLine(chat, 40)}”`]),
  ].join(" · ");
  return (
    <Row
      title={oneLine(request.promptPreview, 160)}
      detail={detail}
      end={<StateBadge state={requestState(request)} />}
      selected={selected}
      onPress={onPress}
    />
  );
}
