export interface Findable {
  title: string;
  also?: string;
}

/** Those that hold every word that was typed, those whose title begins with them first; all when nothing was typed. */
export function find<T extends Findable>(items: readonly T[], typed: string): T[] {
  const words = typed.toLowerCase().split(/\s+/).filter(Boolean);
  const scored = items.flatMap((item) => {
    const title = item.title.toLowerCase();
    const text = `${title} ${item.also?.toLowerCase() ?? ""}`;
    if (!words.every((word) => text.includes(word))) return [];
    return [{ item, score: words.filter((word) => new RegExp(`(^|\\W)${escaped(word)}`).test(title)).length }];
  });
  return scored.sort((a, b) => b.score - a.score).map(({ item }) => item);
}

const escaped = (text: string): string => text.replace(/[.*+?^${}()|[\]\\]/g, "\\$&");
