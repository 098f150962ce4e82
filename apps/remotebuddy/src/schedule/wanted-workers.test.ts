import { expect, test } from "bun:test";
import { type FleetFacts, wantedWorkers } from "./wanted-workers";

const facts = (more: Partial<FleetFacts>): FleetFacts => ({
  min: 0,
  max: 4,
  running: 0,
  busy: 0,
  waiting: 0,
  freeMemoryMb: 8_000,
  workerMemoryMb: 500,
  ...more,
});

test.each([
  ["nothing to do, none wanted", {}, 0],
  ["the lowest number always", { min: 2 }, 2],
  ["the limit is above the lowest number", { min: 9, max: 3 }, 3],
  ["one for each job that could start", { waiting: 3 }, 3],
  ["no more than the limit", { waiting: 50 }, 4],
  ["those in work count too", { running: 2, busy: 2, waiting: 1 }, 3],
  ["an idle one takes the job that waits", { running: 2, busy: 1, waiting: 1 }, 2],
  ["none is ended from here", { running: 3 }, 3],
  ["as many as fit into memory", { waiting: 4, freeMemoryMb: 1_100 }, 2],
  ["none when memory is short", { running: 1, busy: 1, waiting: 4, freeMemoryMb: 100 }, 1],
  ["but the lowest number all the same", { min: 1, waiting: 4, freeMemoryMb: 0 }, 1],
] satisfies [string, Partial<FleetFacts>, number][])("%s", (_name, given, wanted) => {
  expect(wantedWorkers(facts(given))).toBe(wanted);
});
