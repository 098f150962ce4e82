import { join } from "node:path";
import type { Client } from "@pushpals/sdk";
import type { CommunicationManager } from "@pushpals/shared/communication";
import type { Log } from "@pushpals/shared/log";
import { keepPullRequest } from "./forge/pull-request/keep-pull-request";
import { keepInStep } from "./integration/keep-in-step";
import { mergeBase } from "./integration/merge-base";
import { serveMerges } from "./integration/serve-merges";
import { type LoopOptions, landUntilDrained } from "./land-until-drained";
import { readBranchHeads, watchBranchHeads } from "./metrics/branch-heads";
import type { LandingBoard } from "./metrics/landing-board";
import type { OpenedDesk } from "./open-desk";
import { keepTidy } from "./retention/keep-tidy";
import { takeTurns } from "./turns";

export interface RunOptions
  extends Pick<
    LoopOptions,
    "client" | "pusherId" | "records" | "log" | "draining" | "onIdle" | "onBusy" | "onViolation"
  > {
  opened: OpenedDesk;
  client: Client;
  voice: CommunicationManager;
  board: LandingBoard;
  log: Log;
}

/**
 * All that goes on at an open desk, until `draining` aborts and nothing is in hand: landings, keeping in step with the
 * base branch, wishes to merge into it, the pull request, and tidying up. What moves a branch takes turns.
 */
export async function runDesk(options: RunOptions): Promise<void> {
  const { opened, client, voice, board, records, log, draining } = options;
  const { desk, sync } = opened;
  const { config, mirror } = desk;
  const { integration_branch: integration, base_branch: base } = config.source_control_manager;
  const memoryPath = join(records, "pull-request.json");
  const pullRequest = keepPullRequest({ config, mirror, client, voice, log, memoryPath, draining });
  board.show({ desk, pullRequest: pullRequest.state });
  const lookAtHeads = watchBranchHeads({
    read: () => readBranchHeads(mirror, { integration, base }),
    onRead: (heads) => board.show({ heads }),
    log,
    draining,
  });
  const somethingMoved = () => {
    lookAtHeads();
    pullRequest.touch();
  };

  const turns = takeTurns();
  const { done: landings } = landUntilDrained({ ...options, desk, turns, onSettled: somethingMoved });
  const inStep = keepInStep({
    prepare: () => turns(sync).finally(lookAtHeads),
    tell: (text) => voice.emit(config.session.id, "status", { state: "note", text: text.slice(0, 8_000) }),
    onProblem: (baseProblem) => board.show({ baseProblem }),
    log,
    draining,
  });
  const merges = serveMerges({
    client,
    merge: (wish) => turns(() => mergeBase(desk, wish, draining)).finally(somethingMoved),
    log,
    draining,
  });
  const tidy = keepTidy({ mirror, client, retention: config.source_control_manager, log, signal: draining });
  await Promise.all([landings, inStep, merges, tidy, pullRequest.done]);
}
