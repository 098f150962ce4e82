const DAYS = ["sun", "mon", "tue", "wed", "thu", "fri", "sat"];
const DAY_MS = 86_400_000;

/**
 * A moment in words as git reads it. Days of the week are counted here, in the machine's time: to git "monday 00:00" is
 * today. The last such day, which may be today.
 */
export function gitMoment(said: string, now: number): string {
  const [, day = "", time] = /^(sun|mon|tue|wed|thu|fri|sat)[a-z]*(?: (?:at )?(.+))?$/.exec(said) ?? [];
  if (day === "") return said;
  const ago = (new Date(now).getDay() - DAYS.indexOf(day) + DAYS.length) % DAYS.length;
  const date = new Date(now - ago * DAY_MS);
  const two = (n: number) => String(n).padStart(2, "0");
  return `${date.getFullYear()}-${two(date.getMonth() + 1)}-${two(date.getDate())} ${time ?? "00:00"}`;
}
