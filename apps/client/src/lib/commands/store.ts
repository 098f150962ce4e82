import type { LucideIcon } from "lucide-react-native";
import { useEffect, useId, useRef } from "react";
import { create } from "zustand";

/** Something that can be done now, from the palette and, where it has keys, by keyboard. */
export interface Command {
  /** What it does, as one would look for it. */
  title: string;
  /** Where it stands in the keyboard map: `Go to`, `Chat`, `Job`. */
  group: string;
  /** `mod+k`, `?`, or one after the other: `g c`. */
  keys?: string;
  icon?: LucideIcon;
  /** Other words by which it is found. */
  also?: string;
  /** Left out of the palette: keys that only move within a screen. */
  keysOnly?: boolean;
  run: () => void;
}

interface Known extends Command {
  id: string;
}

const useKnown = create<{ commands: readonly Known[] }>(() => ({ commands: [] }));

export const useCommands = (): readonly Known[] => useKnown((known) => known.commands);
/** The command added last wins: a screen's over the shell's. */
export const commandsNow = (): readonly Known[] => useKnown.getState().commands.toReversed();

/** Offers a command for as long as the component is on the screen; `null` offers none. */
export function useCommand(command: Command | null): void {
  const id = useId();
  const latest = useRef(command);
  useEffect(() => {
    latest.current = command;
  });
  const { title, group, keys, icon, also, keysOnly } = command ?? {};
  useEffect(() => {
    if (title === undefined || group === undefined) return;
    const known: Known = { id, title, group, run: () => latest.current?.run() };
    if (keys !== undefined) known.keys = keys;
    if (icon !== undefined) known.icon = icon;
    if (also !== undefined) known.also = also;
    if (keysOnly !== undefined) known.keysOnly = keysOnly;
    useKnown.setState(({ commands }) => ({ commands: [...commands, known] }));
    return () => useKnown.setState(({ commands }) => ({ commands: commands.filter((one) => one.id !== id) }));
  }, [id, title, group, keys, icon, also, keysOnly]);
}
