/** Native views take their colours from the theme alone. */
export const useSchemeOnPage = (): void => undefined;
