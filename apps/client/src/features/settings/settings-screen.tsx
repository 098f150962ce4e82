import Settings from "lucide-react-native/icons/settings";
import { EmptyState } from "../../ui/empty-state";
import { Screen } from "../../ui/screen";

export function SettingsScreen() {
  return (
    <Screen title="Settings">
      <EmptyState icon={Settings} title="Nothing here yet" />
    </Screen>
  );
}
