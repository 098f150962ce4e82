/** A phone has no keyboard that commands are given by. */
export const listenForKeys = (): (() => void) => () => undefined;
