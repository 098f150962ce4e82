import MessagesSquare from "lucide-react-native/icons/messages-square";
import { EmptyState } from "../../ui/empty-state";
import { Screen } from "../../ui/screen";

export function ChatScreen() {
  return (
    <Screen title="Chat">
      <EmptyState icon={MessagesSquare} title="Nothing here yet" />
    </Screen>
  );
}
