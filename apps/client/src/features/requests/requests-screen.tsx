import ListTodo from "lucide-react-native/icons/list-todo";
import { EmptyState } from "../../ui/empty-state";
import { Screen } from "../../ui/screen";

export function RequestsScreen() {
  return (
    <Screen title="Requests">
      <EmptyState icon={ListTodo} title="Nothing here yet" />
    </Screen>
  );
}
