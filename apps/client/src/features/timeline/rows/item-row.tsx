import type { Item } from "../items";
import { JobRow } from "./job-row";
import { LiveRow } from "./live-row";
import { MessageRow } from "./message-row";
import { ReplyRow } from "./reply-row";
import { RequestRow } from "./request-row";
import { ApprovalRow, DayRow, GapRow, NewRow, NoteRow } from "./small-rows";
import { MoreStepsRow, StepRow } from "./step-row";

/** One item of the list. */
export function ItemRow({ item }: { item: Item }) {
  switch (item.kind) {
    case "message":
      return <MessageRow row={item} />;
    case "reply":
      return <ReplyRow row={item} />;
    case "request":
      return <RequestRow row={item} />;
    case "job":
      return <JobRow row={item} />;
    case "step":
      return <StepRow step={item.step} />;
    case "more_steps":
      return <MoreStepsRow job={item.job} hidden={item.hidden} />;
    case "live":
      return <LiveRow job={item.job} />;
    case "approval":
      return <ApprovalRow row={item} />;
    case "note":
      return <NoteRow row={item} />;
    case "gap":
      return <GapRow row={item} />;
    case "day":
      return <DayRow at={item.at} />;
    case "new":
      return <NewRow />;
  }
}
