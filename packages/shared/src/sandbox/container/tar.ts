import type { Entry } from "./skeleton";

const BLOCK = 512;

/** A tar archive (ustar, see pax(1)) of root's entries, without times: the same entries make the same bytes. */
export function tarOf(entries: readonly Entry[]): Uint8Array {
  return Buffer.concat([...entries.flatMap(blocksOf), Buffer.alloc(2 * BLOCK)]);
}

function blocksOf(entry: Entry): Buffer[] {
  const content = Buffer.from(entry.kind === "file" ? entry.content : "");
  const padding = Buffer.alloc((BLOCK - (content.length % BLOCK)) % BLOCK);
  return [header(entry, content.length), content, padding];
}

function header(entry: Entry, size: number): Buffer {
  const block = Buffer.alloc(BLOCK);
  const octal = (value: number, at: number, digits: number) => block.write(value.toString(8).padStart(digits, "0"), at);
  block.write(entry.kind === "directory" ? `${entry.path}/` : entry.path, 0);
  octal(modeOf(entry), 100, 7);
  octal(0, 108, 7);
  octal(0, 116, 7);
  octal(size, 124, 11);
  octal(0, 136, 11);
  block.write({ directory: "5", link: "2", file: "0" }[entry.kind], 156);
  if (entry.kind === "link") block.write(entry.target, 157);
  block.write("ustar\x0000", 257);
  // The checksum is taken with its own field full of blanks.
  block.fill(" ", 148, 156);
  octal(
    block.reduce((sum, byte) => sum + byte, 0),
    148,
    6,
  );
  block[154] = 0;
  return block;
}

const modeOf = (entry: Entry): number => (entry.kind === "directory" ? (entry.mode ?? 0o755) : 0o644);
