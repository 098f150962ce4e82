import type { NotificationKind, NotificationSettings } from "@pushpals/protocol";
import { useWrite } from "../../lib/query";
import { Card } from "../../ui/card";
import { Row } from "../../ui/row";
import { Toggle } from "../../ui/toggle";
import { tellRefused } from "../work/refused-toast";
import { KINDS } from "./kinds";

/** What this device tells of, whether its client is open or closed. */
export function KindList({ settings }: { settings: NotificationSettings }) {
  const choose = useWrite((client, kinds: NotificationKind[]) => client.notifications.saveSettings({ kinds }), {
    invalidates: [["notification-settings"]],
    onRefused: tellRefused("Nothing was switched"),
  });
  const chosen = choose.isPending ? choose.variables : settings.kinds;
  return (
    <Card title="Tell me of" flush>
      {KINDS.map(({ kind, title, detail, icon, tone }, place) => {
        const on = chosen.includes(kind);
        const others = chosen.filter((one) => one !== kind);
        return (
          <Row
            key={kind}
            icon={icon}
            iconTone={on ? tone : "faint"}
            title={title}
            detail={detail}
            end={
              <Toggle label={title} on={on} onChange={(wanted) => choose.mutate(wanted ? [...others, kind] : others)} />
            }
            last={place === KINDS.length - 1}
          />
        );
      })}
    </Card>
  );
}
