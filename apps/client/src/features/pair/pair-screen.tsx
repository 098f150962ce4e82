import Link from "lucide-react-native/icons/link";
import { EmptyState } from "../../ui/empty-state";
import { Screen } from "../../ui/screen";

export function PairScreen() {
  return (
    <Screen title="Pair this device">
      <EmptyState icon={Link} title="Nothing here yet" />
    </Screen>
  );
}
