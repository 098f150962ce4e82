/** An app's window has no title of its own. */
export const useWindowTitle = (_title: string): void => undefined;
