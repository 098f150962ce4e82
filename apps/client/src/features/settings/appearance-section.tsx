import { setPreference, usePreferences } from "../../lib/preferences";
import { Card } from "../../ui/card";
import { SegmentedControl } from "../../ui/segmented-control";
import { Text } from "../../ui/text";
import type { Appearance } from "../../ui/theme";

const CHOICES: readonly { value: Appearance; title: string }[] = [
  { value: "system", title: "System" },
  { value: "light", title: "Light" },
  { value: "dark", title: "Dark" },
];

export function AppearanceSection() {
  const appearance = usePreferences((chosen) => chosen.appearance);
  return (
    <Card title="Colours">
      <SegmentedControl
        label="Colours"
        segments={CHOICES}
        value={appearance}
        onChange={(value) => setPreference("appearance", value)}
      />
      <Text variant="caption" tone="muted">
        System follows the device. On this device only; sizes and motion follow the settings of the system.
      </Text>
    </Card>
  );
}
