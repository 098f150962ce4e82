import FileDiff from "lucide-react-native/icons/file-diff";
import { EmptyState } from "../../ui/empty-state";
import { Screen } from "../../ui/screen";

export function DiffReviewScreen() {
  return (
    <Screen title="Review">
      <EmptyState icon={FileDiff} title="Nothing here yet" />
    </Screen>
  );
}
