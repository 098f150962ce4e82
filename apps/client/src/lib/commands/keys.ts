/** What of a key event decides. */
export interface Pressed {
  key: string;
  ctrlKey: boolean;
  metaKey: boolean;
  altKey: boolean;
  shiftKey: boolean;
}

/** How long the second key of a sequence may take. */
export const SEQUENCE_MS = 1_200;

/** A press as it is written in `keys` of a command: `mod+k`, `g`, `?`, `Escape`; null for what no command may take. */
export function pressName({ key, ctrlKey, metaKey, altKey }: Pressed): string | null {
  if (altKey || ["Shift", "Control", "Meta", "Alt", "AltGraph"].includes(key)) return null;
  const name = key.length === 1 ? key.toLowerCase() : key;
  return ctrlKey || metaKey ? `mod+${name}` : name;
}

/** Whether what was pressed so far is the keys of a command, or may become them. */
export function match(keys: string, pressed: readonly string[]): "whole" | "begun" | "no" {
  const wanted = keys.toLowerCase().split(" ");
  const given = pressed.map((one) => one.toLowerCase());
  if (given.length > wanted.length || given.some((one, place) => one !== wanted[place])) return "no";
  return given.length === wanted.length ? "whole" : "begun";
}
