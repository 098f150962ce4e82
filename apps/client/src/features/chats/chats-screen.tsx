import MessagesSquare from "lucide-react-native/icons/messages-square";
import { EmptyState } from "../../ui/empty-state";
import { Screen } from "../../ui/screen";

export function ChatsScreen() {
  return (
    <Screen title="Chats">
      <EmptyState icon={MessagesSquare} title="Nothing here yet" />
    </Screen>
  );
}
