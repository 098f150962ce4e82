import Inbox from "lucide-react-native/icons/inbox";
import { EmptyState } from "../../ui/empty-state";
import { Screen } from "../../ui/screen";

export function NeedsYouScreen() {
  return (
    <Screen title="Needs you">
      <EmptyState icon={Inbox} title="Nothing here yet" />
    </Screen>
  );
}
