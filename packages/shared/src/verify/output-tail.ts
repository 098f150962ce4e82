/** Keeps the last characters of lines that come one by one, cut at a line's start where there is one. */
export class OutputTail {
  readonly #maxChars: number;
  readonly #lines: string[] = [];
  #chars = 0;

  constructor(maxChars: number) {
    this.#maxChars = maxChars;
  }

  add(line: string): void {
    this.#lines.push(line);
    this.#chars += line.length + 1;
    while (this.#chars > this.#maxChars && this.#lines.length > 1) {
      this.#chars -= (this.#lines.shift() ?? "").length + 1;
    }
  }

  text(): string {
    const text = this.#lines.map((line) => `${line}\n`).join("");
    return text.length > this.#maxChars ? text.slice(-this.#maxChars) : text;
  }
}
