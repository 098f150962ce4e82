/** A key that nobody else has: for what may be sent twice. `crypto` is not there on a phone, nor over plain HTTP. */
export const newKey = (): string =>
  `${Date.now().toString(36)}-${Array.from({ length: 3 }, () => Math.random().toString(36).slice(2, 10)).join("")}`;
