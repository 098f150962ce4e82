/** The text of a message: the words given, `-` for standard input, or a file. Null when there is none. */
export async function readText(words: readonly string[], file: string | undefined): Promise<string | null> {
  if (file !== undefined) return (await Bun.file(file).exists()) ? await Bun.file(file).text() : null;
  const text = words.length === 1 && words[0] === "-" ? await Bun.stdin.text() : words.join(" ");
  return text.trim() === "" ? null : text;
}
