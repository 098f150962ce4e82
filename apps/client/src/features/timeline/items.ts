import type { JobRow, Row, Step } from "./row";
import { isOver } from "./row";
import { isWorthARow } from "./words/request";

/** What the list renders: rows, the steps of jobs that are shown open, and the days between. */
export type Item =
  | Row
  | { readonly kind: "day"; readonly key: string; readonly at: number }
  | { readonly kind: "new"; readonly key: "new"; readonly at: number }
  | { readonly kind: "step"; readonly key: string; readonly at: number; readonly step: Step }
  | {
      readonly kind: "more_steps";
      readonly key: string;
      readonly at: number;
      readonly job: JobRow;
      readonly hidden: number;
    }
  | { readonly kind: "live"; readonly key: string; readonly at: number; readonly job: JobRow };

/** How many of its last steps a job shows while it works; all of them are one tap away. */
const STEPS_WHILE_RUNNING = 3;

/** Which jobs a person has opened or closed by hand; the others are open while they work. */
export type Folding = ReadonlyMap<string, boolean>;

/** The rows with their open steps, and a mark where one has stopped reading. Items of what has not changed are the same objects again. */
export function itemsOf(rows: readonly Row[], folding: Folding, seenBefore = 0): Item[] {
  const items: Item[] = [];
  let day = "";
  let isNewMarked = seenBefore === 0;
  for (const row of rows) {
    if (row.kind === "request" && !isWorthARow(row)) continue;
    const itsDay = dayOf(row.at);
    if (itsDay !== day) items.push(kept(days, itsDay, () => ({ kind: "day", key: `day:${itsDay}`, at: row.at })));
    day = itsDay;
    if (!isNewMarked && row.cursor > seenBefore) {
      isNewMarked = true;
      if (items.length > 1) items.push({ ...NEW, at: row.at });
    }
    items.push(row);
    if (row.kind === "job") addSteps(items, row, folding.get(row.key));
  }
  return items;
}

const NEW = { kind: "new", key: "new" } as const;

function addSteps(items: Item[], job: JobRow, chosen: boolean | undefined): void {
  const atWork = job.state === "running";
  const isOpen = chosen ?? atWork;
  if (!isOpen) return;
  const first = chosen === true ? 0 : Math.max(0, job.steps.length - STEPS_WHILE_RUNNING);
  if (first > 0) items.push({ kind: "more_steps", key: `more:${job.key}`, at: job.at, job, hidden: first });
  for (let index = first; index < job.steps.length; index += 1) {
    const step = job.steps[index];
    if (step) items.push(itemOfStep(step));
  }
  if (atWork && !isOver(job)) items.push({ kind: "live", key: `live:${job.key}`, at: job.lastAt, job });
}

const steps = new WeakMap<Step, Item>();
function itemOfStep(step: Step): Item {
  const known = steps.get(step);
  if (known) return known;
  const item: Item = { kind: "step", key: `step:${step.key}`, at: step.at, step };
  steps.set(step, item);
  return item;
}

const days = new Map<string, Item>();
function kept(known: Map<string, Item>, key: string, make: () => Item): Item {
  const item = known.get(key) ?? make();
  known.set(key, item);
  return item;
}

/** Day starts are remembered, since a date costs far more than a comparison and rows come in order. */
let dayStart = 0;
let dayEnd = -1;
let dayName = "";
function dayOf(at: number): string {
  if (at >= dayStart && at < dayEnd) return dayName;
  const date = new Date(at);
  dayStart = new Date(date.getFullYear(), date.getMonth(), date.getDate()).getTime();
  dayEnd = new Date(date.getFullYear(), date.getMonth(), date.getDate() + 1).getTime();
  dayName = `${date.getFullYear()}-${date.getMonth() + 1}-${date.getDate()}`;
  return dayName;
}
