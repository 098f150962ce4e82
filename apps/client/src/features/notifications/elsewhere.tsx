import type { NotificationSettings } from "@pushpals/protocol";
import Webhook from "lucide-react-native/icons/webhook";
import { Card } from "../../ui/card";
import { Row } from "../../ui/row";
import { Text } from "../../ui/text";

const FORMS = { ntfy: "ntfy", slack: "Slack", json: "Webhook" } as const;

/** Where the server sends notifications beside devices. That is configured where it runs. */
export function Elsewhere({ webhooks }: Pick<NotificationSettings, "webhooks">) {
  if (webhooks.length === 0)
    return (
      <Card title="Elsewhere">
        <Text variant="caption" tone="muted">
          ntfy, Slack and other places can be told too: notifications.webhooks in config/local.toml.
        </Text>
      </Card>
    );
  // Several of one kind at one host look the same from here: the rest of their address is a secret.
  const places = [...new Map(webhooks.map((one) => [`${one.form} ${one.host}`, one])).values()];
  return (
    <Card title="Elsewhere" flush>
      {places.map(({ form, host }, place) => (
        <Row
          key={`${form} ${host}`}
          icon={Webhook}
          title={FORMS[form]}
          detail={host}
          last={place === places.length - 1}
        />
      ))}
    </Card>
  );
}
