import type { Approval, JobMessage } from "@pushpals/protocol";

/**
 * What is to be said to the agent beside its task: by the person, and about what was decided. There is one for all turns
 * of an attempt, so that nothing is lost that is said between them.
 */
export class Conversation {
  #waiting: string[] = [];
  /** By which an agent is told that remembers nothing of it. */
  readonly #heard: JobMessage[] = [];

  hear(message: JobMessage): void {
    this.#heard.push(message);
    this.#waiting.push(inWords(message));
  }

  /** A decision that the agent does not hear as the answer to its request. */
  decided({ reason, status, note }: Approval): void {
    const how = status === "approved" ? "approved; ask again for the same" : status;
    this.#waiting.push(`What was to be decided ("${reason}") is ${how}.`);
    if (status === "denied" && note) this.note(reason, note);
  }

  /** What a person has added to a denial. */
  note(about: string, note: string): void {
    this.#waiting.push(`About "${about}" the person says:\n${note}`);
  }

  /** Whether something has not been said to the agent yet. */
  get isOpen(): boolean {
    return this.#waiting.length > 0;
  }

  /** What has not been said yet, once; null when there is nothing. */
  next(): string | null {
    return this.#take([]);
  }

  /** The same for an agent that has heard nothing so far. */
  whole(): string | null {
    const waiting = new Set(this.#waiting);
    return this.#take(this.#heard.map(inWords).filter((words) => !waiting.has(words)));
  }

  #take(before: readonly string[]): string | null {
    const said = [...before, ...this.#waiting];
    this.#waiting = [];
    return said.length === 0 ? null : said.join("\n\n");
  }
}

const inWords = ({ text, answers }: JobMessage): string =>
  answers === null
    ? `The person who asked for this says:\n${text}`
    : `You have asked:\n${answers}\n\nThe person answers:\n${text}`;
