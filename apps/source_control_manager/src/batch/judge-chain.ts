import { believeRed, redBase } from "../checks/check-tree";
import { stopped } from "../land-completion";
import type { LandingDesk } from "../landing-desk";
import type { Chain } from "./build-chain";
import { ChainRuns } from "./chain-runs";
import { findCulprit } from "./find-culprit";
import { landLinks, settlePushed } from "./land-links";
import { giveUp, type Left, membersOf, regrouped, type Suspect } from "./left";
import { pushChain } from "./push-chain";

/** Checks a chain as a whole; a red one up to its first culprit. What is green lands; the answer is what is left. */
export async function judgeChain(
  desk: LandingDesk,
  left: Left,
  chain: Chain,
  signal: AbortSignal,
  begun: () => void,
): Promise<Left | null> {
  const { links } = chain;
  const runs = new ChainRuns(desk, links, signal);
  for (const { member } of links) member.progress(desk, "checking");
  begun();
  const whole = await runs.probe(links.length);
  if (whole === "stopped") return await interrupted(desk, left, runs, signal);
  if (whole === "red") await desk.ahead.drop();
  if (left.suspect && whole === "green" && left.suspect.reds > 1) await reject(desk, left.suspect);
  else if (left.suspect) {
    const decided = await decide(desk, left, signal);
    // Landed after all, or nothing can be judged: what was built without it is void.
    if (decided === null || decided.suspect || !left.suspect.link.member.isOver) return decided;
    if (left.suspect.link.member.state.at === "landed") return decided;
  }
  if (whole === "green") return await landLinks(desk, links, runs, { todo: chain.rest, suspect: null });
  const found = await findCulprit({ size: links.length, red: true, probe: runs.probe, hint: runs.hint });
  if (found.stopped) return await interrupted(desk, { ...left, suspect: null }, runs, signal);
  const culprit = links[(found.culprit ?? 0) - 1];
  if (!culprit) throw new Error("a red chain has a first red change");
  if (found.green === 0) {
    const base = await redBase(desk, culprit.built.onto, signal);
    if (base) return signal.aborted ? { ...left, suspect: null } : await giveUp(desk, { ...left, suspect: null }, base);
  }
  const suspect: Suspect = { link: culprit, red: runs.red(found.culprit ?? 0), reds: found.reds };
  const after = links.slice(found.culprit ?? 0).map((link) => link.member);
  const next: Left = { todo: [...after, ...chain.rest], suspect };
  return found.green === 0 ? next : await landLinks(desk, links.slice(0, found.green), runs, next);
}

/** Runs a suspect's own tree once more: red again, it is rejected; green, the check is flaky and it lands. */
export async function decide(desk: LandingDesk, left: Left, signal: AbortSignal): Promise<Left | null> {
  const { suspect, todo } = left;
  if (!suspect) return left;
  const { link } = suspect;
  const checked = await believeRed(desk, link.built, suspect.red, signal);
  if (checked.ok) {
    const pushed = await pushChain(desk, [link], checked.receipts, checked.flaky);
    return await settlePushed(desk, [link], pushed, { todo: regrouped(todo), suspect: null });
  }
  if (checked.failure.code !== "checks_failed")
    return signal.aborted ? left : await giveUp(desk, left, checked.failure);
  await reject(desk, suspect);
  return { todo, suspect: null };
}

async function reject(desk: LandingDesk, { link, red }: Suspect): Promise<void> {
  desk.metrics.culprit();
  link.member.step({ type: "failed", failure: red.failure });
  await link.member.settle(desk);
}

async function interrupted(desk: LandingDesk, left: Left, runs: ChainRuns, signal: AbortSignal): Promise<Left | null> {
  if (signal.aborted) return { todo: regrouped(membersOf(left)), suspect: null };
  return await giveUp(desk, left, runs.trouble ?? stopped());
}
