import { useEffect, useSyncExternalStore } from "react";
import type { Piece } from "./code-piece";

export type { Piece } from "./code-piece";

type ColourCode = (code: string, name: string) => Piece[] | null;

/** The grammars are large, and few screens show code: they are fetched when the first one does. */
let colourCode: ColourCode | null = null;
const waiting = new Set<() => void>();

/** Fetches the grammars. */
export async function loadHighlighting(): Promise<void> {
  colourCode = (await import("./colour-code")).colourCode;
  for (const tell of waiting) tell();
}

function subscribe(tell: () => void): () => void {
  waiting.add(tell);
  return () => waiting.delete(tell);
}

/** For a component that shows code: draws it anew once it can be coloured, and says whether it can. */
export function useHighlighting(): boolean {
  const isReady = useSyncExternalStore(subscribe, () => colourCode !== null);
  useEffect(() => {
    // Without a network code stays plain, and is coloured by the next screen that asks.
    if (!isReady) loadHighlighting().catch((error: unknown) => console.warn("code stays plain:", error));
  }, [isReady]);
  return isReady;
}

/** Colouring costs time by the character; what is longer stays plain. */
const LIMIT = 40_000;

/** Code in pieces of one colour each; one plain piece where the language is not known, or not there yet. */
export function highlight(code: string, language?: string): Piece[] {
  const name = language?.toLowerCase();
  const coloured = name === undefined || code.length > LIMIT ? null : colourCode?.(code, name);
  return coloured ?? [{ text: code, kind: "plain" }];
}

/** The language of a file by its name, for `highlight`. */
export function languageOf(path: string): string | undefined {
  const extension = /\.([a-z0-9]+)$/i.exec(path)?.[1]?.toLowerCase();
  return extension === undefined ? undefined : (EXTENSIONS[extension] ?? extension);
}

const EXTENSIONS: Record<string, string> = {
  tsx: "typescript",
  mts: "typescript",
  cts: "typescript",
  mjs: "javascript",
  cjs: "javascript",
  py: "python",
  rs: "rust",
  sh: "bash",
  yml: "yaml",
  html: "xml",
  svg: "xml",
  md: "markdown",
  toml: "yaml",
  jsonc: "json",
};
