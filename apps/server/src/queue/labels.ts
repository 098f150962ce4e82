const PREFIX = "labels:";

/** For whom an item is that asks for labels, as its `target`: no name of a worker can look like it. */
export const labelTarget = (labels: readonly string[] | undefined): string | undefined =>
  labels === undefined || labels.length === 0 ? undefined : PREFIX + JSON.stringify([...new Set(labels)].sort());

/** Whether somebody with these labels has all that such a target asks for. */
export function fitsTarget(target: string, labels: readonly string[]): boolean {
  if (!target.startsWith(PREFIX)) return false;
  const wanted = JSON.parse(target.slice(PREFIX.length)) as string[];
  return wanted.every((label) => labels.includes(label));
}
