import Hammer from "lucide-react-native/icons/hammer";
import { EmptyState } from "../../ui/empty-state";
import { Screen } from "../../ui/screen";

export function JobScreen() {
  return (
    <Screen title="Job">
      <EmptyState icon={Hammer} title="Nothing here yet" />
    </Screen>
  );
}
