import { type ClaimedCompletion, type Failure, PRIORITIES } from "@pushpals/protocol";
import type { Delivery, LandingDesk } from "../landing-desk";
import type { Built } from "../merge/landing-state";
import { settle } from "../settle";
import type { Turns } from "../turns";
import { checkAhead } from "./check-ahead";
import { landAlone } from "./import-members";
import type { InHand } from "./in-hand";
import { landBatch } from "./land-batch";
import { Member } from "./member";

export interface LandingLine {
  /** How many completions may be held at a time. */
  capacity(): number;
  /** Answers once the completion is settled, or with the failure that the loop has to report. */
  land(completion: ClaimedCompletion, delivery: Delivery): Promise<"settled" | Failure>;
  /** All that wait have been handed in: time to begin. */
  caughtUp(): void;
}

/**
 * Where claimed completions wait for their landing: most urgent first, then oldest; as many together as
 * `batch_size` says. One that was delivered before goes alone, so that it cannot take others down again.
 */
export function openLine(desk: LandingDesk, turns: Turns, inHand: InHand): LandingLine {
  const { batch_size: size, check_parallelism: parallelism } = desk.config.source_control_manager;
  let waiting: Member[] = [];
  let running = false;
  /** Head of the batch that is being checked, and the batches that were begun to be checked on top of it. */
  let tip: Built | null = null;
  let begun: Member[][] = [];
  let building: Promise<void> = Promise.resolve();

  const next = (): Member[] => {
    const planned = begun.shift();
    const holds = planned?.every((member) => waiting.includes(member)) === true && desk.ahead.size > 0;
    if (!holds) begun = [];
    return holds && planned ? planned : firstBatch(waiting.sort(byUrgency), size);
  };
  const lookAhead = () => {
    building = building.then(async () => {
      if (tip === null || parallelism === 1 || desk.ahead.size > 0) return;
      waiting.sort(byUrgency);
      begun = await checkAhead(desk, tip, waiting, (from) => firstBatch(from, size), parallelism - 1);
    });
    building = building.catch((error: unknown) => desk.log.error({ err: error }, "nothing is checked ahead"));
  };
  const landNext = async (members: Member[]): Promise<void> => {
    const [first] = members;
    if (first && (size === 1 || isRepeated(first))) return await landAlone(desk, first);
    await landBatch(desk, members, {
      checking: (head) => {
        tip = head;
        lookAhead();
      },
      more: (room) => {
        const joining = togetherFirst(waiting.sort(byUrgency), room);
        waiting = waiting.filter((member) => !joining.includes(member));
        members.push(...joining);
        return joining;
      },
    });
  };
  const run = async (): Promise<void> => {
    running = true;
    while (waiting.length > 0) {
      const members = next();
      waiting = waiting.filter((member) => !members.includes(member));
      inHand.begin();
      try {
        await turns(() => landNext(members));
      } catch (error) {
        for (const member of members) member.fail(error);
      }
      inHand.end();
      tip = null;
      await building;
    }
    await desk.ahead.drop();
    running = false;
  };

  return {
    // Of a batch that turns out red the next ones are to be at hand.
    capacity: () => (inHand.isCareful() ? 1 : size * (size > 1 ? Math.max(2, parallelism) : 1)),
    land: async (completion, delivery) => {
      const member = new Member(completion, { ...delivery, claimedAt: performance.now() });
      waiting.push(member);
      inHand.taken();
      desk.progress.at(completion.completionId, "waiting");
      try {
        return await member.outcome;
      } catch (error) {
        if (!isDiskFull(error)) throw error;
        return await settle(desk, completion, member.delivery, { at: "failed", failure: noRoom(error) });
      } finally {
        inHand.settled();
        desk.progress.over(completion.completionId);
      }
    },
    caughtUp: () => {
      if (!running) void run();
      else if (tip !== null) lookAhead();
    },
  };
}

const isDiskFull = (error: unknown): error is Error =>
  error instanceof Error && ["ENOSPC", "EDQUOT"].includes((error as NodeJS.ErrnoException).code ?? "");

/** Nobody's work is at fault: landings pause until there is room. */
const noRoom = (error: Error): Failure => ({
  code: "workspace_failed",
  message: `There is no room on the disk of the data directory: ${error.message}`,
});

/** The first ones that may land together, of some in their order. */
function firstBatch(from: readonly Member[], size: number): Member[] {
  const [first] = from;
  return !first || size === 1 || isRepeated(first) ? from.slice(0, 1) : togetherFirst(from, size);
}

/** The first ones that may go with others, up to the first that may not. */
function togetherFirst(from: readonly Member[], most: number): Member[] {
  const end = from.findIndex(isRepeated);
  return from.slice(0, Math.min(most, end < 0 ? from.length : end));
}

const isRepeated = (member: Member): boolean => member.delivery.attempt > 1;

/** Ids are made of the time: the smaller one came first. */
function byUrgency(a: Member, b: Member): number {
  const rank = (member: Member) => PRIORITIES.indexOf(member.completion.priority);
  return rank(a) - rank(b) || (a.completion.completionId < b.completion.completionId ? -1 : 1);
}
