import type { Figure } from "./figure";
import { openPhone, type Place } from "./place";

const ROUNDS = 3;

/** From the click to the last of a long session's events in sight, on a cold page each time. */
export async function measureLong(place: Place): Promise<Figure[]> {
  const times: number[] = [];
  let nodes = 0;
  for (let round = 0; round < ROUNDS; round += 1) {
    const { page, context } = await openPhone(place);
    const path = `/chats/${place.long.sessionId}`;
    await page.addInitScript(untilInSight(place.long.lastWords));
    await page.goto(path, { waitUntil: "commit" });
    times.push(await page.evaluate<number>("window.lastInSight"));
    await page.waitForTimeout(500);
    nodes = Math.max(nodes, await page.evaluate<number>("document.querySelectorAll('body *').length"));
    await context.close();
  }
  times.sort((a, b) => a - b);
  return [
    { name: "last event in sight, median of 3", value: Math.round(times[ROUNDS >> 1] ?? 0), unit: "ms", budget: 2_500 },
    { name: "DOM nodes then", value: nodes, unit: "", budget: 400 },
  ];
}

/** Milliseconds from the start of the page until these words stand within its window. */
const untilInSight = (words: string): string => `
  window.lastInSight = new Promise((resolve) => {
    const look = () => {
      const texts = document.body ? document.createTreeWalker(document.body, NodeFilter.SHOW_TEXT) : null;
      for (let node = texts?.nextNode(); node; node = texts.nextNode()) {
        if (!node.data.includes(${JSON.stringify(words)})) continue;
        const { top, bottom } = node.parentElement.getBoundingClientRect();
        if (top >= 0 && bottom <= innerHeight) return resolve(performance.now());
      }
      requestAnimationFrame(look);
    };
    look();
  });`;
