import Compass from "lucide-react-native/icons/compass";
import { routes } from "../../lib/routes";
import { Button } from "../../ui/button";
import { EmptyState } from "../../ui/empty-state";
import { Screen } from "../../ui/screen";

export function NotFoundScreen() {
  return (
    <Screen title="Not found">
      <EmptyState
        icon={Compass}
        title="There is no such page"
        detail="The link may be from another version, or a letter is missing."
        action={<Button title="Go to the chats" href={routes.chats} />}
      />
    </Screen>
  );
}
