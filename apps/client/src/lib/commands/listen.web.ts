import { match, pressName, SEQUENCE_MS } from "./keys";
import { commandsNow } from "./store";

/** Carries out commands by their keys, except while somebody types; answers how to stop. */
export function listenForKeys(): () => void {
  let pressed: string[] = [];
  let lastAt = 0;
  const onKeyDown = (event: KeyboardEvent) => {
    const name = pressName(event);
    if (name === null || event.defaultPrevented || event.isComposing) return;
    if (isTyping(event.target) && !name.startsWith("mod+")) return;
    if (event.timeStamp - lastAt > SEQUENCE_MS) pressed = [];
    lastAt = event.timeStamp;
    pressed = [...pressed, name];
    const commands = commandsNow().filter((command) => command.keys !== undefined);
    const fitting = (list: string[]) =>
      commands.map((command) => ({ command, fit: match(command.keys ?? "", list) })).filter(({ fit }) => fit !== "no");
    // A key that goes on with nothing begins anew.
    if (fitting(pressed).length === 0) pressed = [name];
    const found = fitting(pressed);
    const whole = found.find(({ fit }) => fit === "whole");
    if (found.length === 0) pressed = [];
    if (!whole) return;
    pressed = [];
    event.preventDefault();
    whole.command.run();
  };
  window.addEventListener("keydown", onKeyDown);
  return () => window.removeEventListener("keydown", onKeyDown);
}

const isTyping = (target: EventTarget | null): boolean =>
  target instanceof HTMLElement && (target.isContentEditable || /^(INPUT|TEXTAREA|SELECT)$/.test(target.tagName));
