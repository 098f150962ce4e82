import { QueryClientProvider } from "@tanstack/react-query";
import { SafeAreaProvider } from "react-native-safe-area-context";
import { usePreferences } from "../../lib/preferences";
import { queryClient } from "../../lib/query";
import { ThemeProvider } from "../../ui/theme";
import { ToastHost } from "../../ui/toast";
import { Shell } from "./shell";

export function RootLayout() {
  const appearance = usePreferences((chosen) => chosen.appearance);
  return (
    <SafeAreaProvider>
      <ThemeProvider appearance={appearance}>
        <QueryClientProvider client={queryClient}>
          <Shell />
          <ToastHost />
        </QueryClientProvider>
      </ThemeProvider>
    </SafeAreaProvider>
  );
}
