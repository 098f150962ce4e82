import Search from "lucide-react-native/icons/search";
import { EmptyState } from "../../ui/empty-state";
import { Screen } from "../../ui/screen";

export function WhyScreen() {
  return (
    <Screen title="Why is this line here">
      <EmptyState icon={Search} title="Nothing here yet" />
    </Screen>
  );
}
