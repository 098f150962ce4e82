import type { Checked } from "../checks/checked";
import { stopped } from "../land-completion";
import type { LandingDesk } from "../landing-desk";
import type { Link } from "./build-chain";
import { failAll, type Member } from "./member";

/** A change that turned the checks red, on what has landed by now. */
export interface Suspect {
  link: Link;
  red: Checked & { ok: false };
  /** Red runs with it in them, on different trees. */
  reds: number;
}

/** What is still to be landed of a batch. */
export interface Left {
  todo: Member[];
  suspect: Suspect | null;
}

export const membersOf = ({ suspect, todo }: Left): Member[] => (suspect ? [suspect.link.member, ...todo] : todo);

/** To be built anew, wherever they were on their way. */
export function regrouped(members: readonly Member[]): Member[] {
  for (const member of members) member.regroup();
  return [...members];
}

/** A cause that lies outside of the changes: all of them end this delivery by it. */
export async function giveUp(desk: LandingDesk, left: Left, failure: Parameters<typeof failAll>[2]): Promise<null> {
  await failAll(desk, membersOf(left), failure);
  return null;
}

export async function withoutStopped(desk: LandingDesk, left: Left): Promise<Left> {
  const gone = membersOf(left).filter((member) => member.delivery.signal.aborted);
  await failAll(desk, gone, stopped());
  const suspect = left.suspect && !gone.includes(left.suspect.link.member) ? left.suspect : null;
  return { todo: left.todo.filter((member) => !gone.includes(member)), suspect };
}
