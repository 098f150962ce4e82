/**
 * How soon the front desk answers: first byte and whole answer of questions that come 50 a second, whether or not the
 * ones before are answered. The whole stack runs beside it, on a repository of a few hundred files. Between each two
 * questions the same process is asked for its health, which costs nothing but the way there and back: the floor of the
 * machine as busy as it is, and what the other figures have to be held against.
 * Run: `bun run bench localbuddy [seconds] [a second]`.
 */
import { makeRepository } from "../tests/support/repository";
import { type Stack, startStack } from "../tests/support/stack";

const DEFAULT_SECONDS = 20;
const DEFAULT_RATE = 50;
const FILES = 300;
/** What is asked, in turn: the server's data, the repository's files, and its history. */
const QUESTIONS = [
  "/status",
  "what is in the queue?",
  "show me src/file-7.ts",
  "/jobs",
  "git status",
  "where is value12 defined?",
  "/help",
  "git log",
];

interface Timing {
  question: string;
  firstByteMs: number;
  wholeMs: number;
}

async function knock(stack: Stack): Promise<number> {
  const start = performance.now();
  await (await fetch(`${stack.localUrl}/healthz`)).text();
  return performance.now() - start;
}

async function ask(stack: Stack, question: string): Promise<Timing> {
  const start = performance.now();
  const answer = await fetch(`${stack.localUrl}/message`, {
    method: "POST",
    headers: { authorization: `Bearer ${stack.token}`, "content-type": "application/json" },
    body: JSON.stringify({ text: question, sessionId: "bench" }),
  });
  const reader = answer.body?.getReader();
  const first = await reader?.read();
  const firstByteMs = performance.now() - start;
  const decoder = new TextDecoder();
  let text = decoder.decode(first?.value);
  for (let next = await reader?.read(); next && !next.done; next = await reader?.read())
    text += decoder.decode(next.value);
  if (!text.includes('"mode":"local"')) throw new Error(`"${question}" was not answered at the desk: ${text}`);
  return { question, firstByteMs, wholeMs: performance.now() - start };
}

/** Asks at a steady rate: a slow answer does not hold back the next question. */
async function askAll(stack: Stack, count: number, perSecond: number): Promise<[Timing[], number[]]> {
  const start = performance.now();
  const asked: Promise<Timing>[] = [];
  const floor: Promise<number>[] = [];
  for (let n = 0; n < count; n++) {
    await Bun.sleep(Math.max(0, start + (n * 1_000) / perSecond - performance.now()));
    asked.push(ask(stack, QUESTIONS[n % QUESTIONS.length] ?? "/status"));
    await Bun.sleep(Math.max(0, start + ((n + 0.5) * 1_000) / perSecond - performance.now()));
    floor.push(knock(stack));
  }
  return [await Promise.all(asked), await Promise.all(floor)];
}

function report(name: string, values: readonly number[]): void {
  const sorted = [...values].sort((a, b) => a - b);
  const at = (share: number) =>
    (sorted[Math.min(sorted.length - 1, Math.floor(share * sorted.length))] ?? 0).toFixed(1);
  console.log(`${name.padEnd(13)} p50 ${at(0.5)} ms   p95 ${at(0.95)} ms   p99 ${at(0.99)} ms   max ${at(1)} ms`);
}

export async function main(args: string[]): Promise<number> {
  const seconds = Number(args[0] ?? DEFAULT_SECONDS);
  const perSecond = Number(args[1] ?? DEFAULT_RATE);
  const files = Array.from({ length: FILES }, (_, n) => [
    `src/file-${n}.ts`,
    `export const value${n} = ${n};\n${`// a line of file ${n}\n`.repeat(40)}`,
  ]);
  const repository = makeRepository(Object.fromEntries(files));
  const stack = await startStack(repository, { workers: 1 });
  try {
    for (const question of QUESTIONS) await ask(stack, question);
    const [timings, floor] = await askAll(stack, seconds * perSecond, perSecond);
    console.log(`${timings.length} questions, ${perSecond} a second`);
    report("floor", floor);
    report(
      "first byte",
      timings.map((one) => one.firstByteMs),
    );
    report(
      "whole answer",
      timings.map((one) => one.wholeMs),
    );
  } finally {
    await stack.stop();
    repository.remove();
  }
  return 0;
}

if (import.meta.main) process.exit(await main(process.argv.slice(2)));
