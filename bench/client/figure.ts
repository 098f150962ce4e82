export interface Figure {
  name: string;
  value: number;
  unit: string;
  /** What it may be at most; at least, where `atLeast`; null where it only informs. */
  budget: number | null;
  atLeast?: boolean;
}

export const isKept = ({ value, budget, atLeast }: Figure): boolean =>
  budget === null || (atLeast ? value >= budget : value <= budget);

/** A row for each figure, as Markdown. */
export function table(figures: readonly Figure[]): string {
  const rows = figures.map((figure) => {
    const { name, value, unit, budget, atLeast } = figure;
    const limit = budget === null ? "" : `${atLeast ? "≥" : "≤"} ${shown(budget)} ${unit}`.trimEnd();
    return `| ${name} | ${`${shown(value)} ${unit}`.trimEnd()} | ${limit} | ${isKept(figure) ? "" : "missed"} |`;
  });
  return ["| | measured | budget | |", "| --- | --- | --- | --- |", ...rows].join("\n");
}

const shown = (value: number): string => (Number.isInteger(value) ? String(value) : value.toFixed(1));
