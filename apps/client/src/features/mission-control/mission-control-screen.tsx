import Gauge from "lucide-react-native/icons/gauge";
import { EmptyState } from "../../ui/empty-state";
import { Screen } from "../../ui/screen";

export function MissionControlScreen() {
  return (
    <Screen title="Mission Control">
      <EmptyState icon={Gauge} title="Nothing here yet" />
    </Screen>
  );
}
