/**
 * Text of others, made safe for a terminal: control characters, with which text could move the cursor, hide itself
 * or set the clipboard, are shown as `\xNN`. Tabs and line ends stay.
 */
export const printable = (text: string): string =>
  text.replace(
    /[\x00-\x08\x0b-\x1f\x7f-\x9f\u202a-\u202e\u2066-\u2069]/g,
    (char) => `\\x${char.charCodeAt(0).toString(16).padStart(2, "0")}`,
  );
