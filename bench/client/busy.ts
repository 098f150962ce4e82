import type { Services } from "../../tests/support/services";
import type { Figure } from "./figure";
import { openPhone, type Place } from "./place";

const EVENTS_A_SECOND = 100;
const SECONDS = 8;

/** While 100 events a second come in: how long the page is deaf, and whether what one reads stays where it is. */
export async function measureBusy(place: Place): Promise<Figure[]> {
  const { page, context } = await openPhone(place);
  await page.goto(`/chats/${place.long.sessionId}`);
  await page.getByText(place.long.lastWords).waitFor();
  await page.waitForTimeout(2_000);
  await page.evaluate(`
    window.longTasks = [];
    new PerformanceObserver((list) => longTasks.push(...list.getEntries().map((entry) => entry.duration)))
      .observe({ entryTypes: ["longtask"] });`);
  await pour(place);
  const nodes = await page.evaluate<number>("document.querySelectorAll('body *').length");
  const following = await page.evaluate<number[]>("longTasks.splice(0)");

  await page.mouse.move(195, 400);
  await page.mouse.wheel(0, -3_000);
  await page.waitForTimeout(1_500);
  await page.evaluate(`
    window.moved = 0;
    const anchor = document.elementFromPoint(195, 400);
    const at = anchor.getBoundingClientRect().top;
    const text = anchor.textContent;
    const watch = () => {
      if (!anchor.isConnected || anchor.textContent !== text) moved = Infinity;
      else moved = Math.max(moved, Math.abs(anchor.getBoundingClientRect().top - at));
      requestAnimationFrame(watch);
    };
    watch();`);
  await pour(place);
  const moved = await page.evaluate<number>("moved");
  const reading = await page.evaluate<number[]>("longTasks.splice(0)");
  await context.close();
  const longest = (tasks: number[]) => Math.round(Math.max(0, ...tasks));
  return [
    {
      name: `longest task at ${EVENTS_A_SECOND} events a second, at the end`,
      value: longest(following),
      unit: "ms",
      budget: 150,
    },
    { name: "the same, reading back", value: longest(reading), unit: "ms", budget: 150 },
    { name: "DOM nodes then", value: nodes, unit: "", budget: 400 },
    { name: "what one reads moves by", value: moved, unit: "px", budget: 0 },
  ];
}

/** Steps of the job that runs, and now and then a message, as they come from workers. */
async function pour({ services, long }: Place): Promise<void> {
  const sent: Promise<unknown>[] = [];
  const started = performance.now();
  for (let n = 0; n < EVENTS_A_SECOND * SECONDS; n += 1) {
    const dueMs = (n * 1_000) / EVENTS_A_SECOND;
    const early = dueMs - (performance.now() - started);
    if (early > 0) await Bun.sleep(early);
    sent.push(sendOne(services, long, n));
  }
  await Promise.all(sent);
}

function sendOne({ client }: Services, { sessionId, runningJobId: jobId }: Place["long"], n: number): Promise<unknown> {
  const callId = `${jobId}:${Math.floor(n / 2)}`;
  if (n % 20 === 19)
    return client.sessions.command({
      id: sessionId,
      type: "assistant_message",
      payload: { text: `Word ${n}: **done** so far, see \`src/a.ts\`.` },
    });
  if (n % 2 === 0)
    return client.sessions.command({
      id: sessionId,
      type: "tool_call",
      payload: { jobId, callId, tool: "execute", title: `step ${n}` },
    });
  return client.sessions.command({
    id: sessionId,
    type: "tool_result",
    payload: { jobId, callId, status: "completed", output: `output of step ${n}` },
  });
}
