import { useEffect } from "react";
import { useTheme } from "../../ui/theme";

/** Tells the page which scheme is chosen: its background, its focus ring, the colours of the browser around it. */
export function useSchemeOnPage(): void {
  const { scheme, color } = useTheme();
  useEffect(() => {
    document.documentElement.dataset["scheme"] = scheme;
    document.documentElement.style.colorScheme = scheme;
    for (const meta of document.querySelectorAll('meta[name="theme-color"]')) meta.setAttribute("content", color.page);
  }, [scheme, color]);
}
