import type { Percentiles, RequestRow } from "@pushpals/protocol";
import { ago, count, oneLine, queueWords } from "@pushpals/sdk";
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
  const queue = queueWords(request, etaError);
  const detail = [
    ...(queue === null ? [] : [queue]),
    ...(request.jobs.length > 0 ? [count(request.jobs.length, "job")] : []),
    `in ${request.sessionId}`,
    ago(request.enqueuedAt, now),
    ...(request.priority === "normal" ? [] : [request.priority]),
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
