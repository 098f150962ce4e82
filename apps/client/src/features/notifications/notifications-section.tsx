import Bell from "lucide-react-native/icons/bell";
import { Card } from "../../ui/card";
import { EmptyState } from "../../ui/empty-state";

export function NotificationsSection() {
  return (
    <Card flush>
      <EmptyState icon={Bell} title="No notifications yet" />
    </Card>
  );
}
