import Bot from "lucide-react-native/icons/bot";
import { EmptyState } from "../../ui/empty-state";
import { Screen } from "../../ui/screen";

export function WorkerScreen() {
  return (
    <Screen title="Worker">
      <EmptyState icon={Bot} title="Nothing here yet" />
    </Screen>
  );
}
