/** One thing that was looked at. */
export interface Check {
  name: string;
  ok: boolean;
  /** What was found. */
  detail: string;
  /** What to do, when it is not well. */
  next?: string;
}

export const well = (name: string, detail: string): Check => ({ name, ok: true, detail });
export const unwell = (name: string, detail: string, next: string): Check => ({ name, ok: false, detail, next });
