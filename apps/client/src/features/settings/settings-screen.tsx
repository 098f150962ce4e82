import { Redirect, useLocalSearchParams } from "expo-router";
import { ScrollView, View } from "react-native";
import { routes, type SettingsSection } from "../../lib/routes";
import { Card } from "../../ui/card";
import { Row } from "../../ui/row";
import { Screen } from "../../ui/screen";
import { makeStyles } from "../../ui/theme";
import { useWide } from "../../ui/use-wide";
import { NotificationsSection } from "../notifications/notifications-section";
import { AppearanceSection } from "./appearance-section";
import { DevicesSection } from "./devices-section";
import { DiagnosticsSection } from "./diagnostics-section";
import { SECTIONS, sectionOf } from "./sections";
import { ServersSection } from "./servers-section";

const BODIES: Record<SettingsSection, () => React.ReactNode> = {
  servers: ServersSection,
  devices: DevicesSection,
  notifications: NotificationsSection,
  appearance: AppearanceSection,
  diagnostics: DiagnosticsSection,
};

/** The list of sections, a section, or both beside each other where there is room. */
export function SettingsScreen() {
  const { section: name } = useLocalSearchParams<{ section?: string }>();
  const wide = useWide();
  const section = sectionOf(name) ?? (wide ? SECTIONS[0] : undefined);
  if (name !== undefined && !sectionOf(name)) return <Redirect href={routes.settings} />;
  if (!section)
    return (
      <Screen title="Settings">
        <SectionList />
      </Screen>
    );
  const Body = BODIES[section.section];
  if (wide) return <TwoPanes title={section.title} current={section.section} body={<Body />} />;
  return (
    <Screen title={section.title} backTo={routes.settings}>
      <Body />
    </Screen>
  );
}

function SectionList({ current }: { current?: SettingsSection }) {
  return (
    <Card flush>
      {SECTIONS.map(({ section, title, detail, icon }, place) => (
        <Row
          key={section}
          title={title}
          detail={detail}
          icon={icon}
          iconTone={section === current ? "accent" : "muted"}
          selected={section === current}
          href={routes.settingsSection(section)}
          last={place === SECTIONS.length - 1}
        />
      ))}
    </Card>
  );
}

function TwoPanes({ title, current, body }: { title: string; current: SettingsSection; body: React.ReactNode }) {
  const styles = useStyles();
  return (
    <Screen title="Settings" subtitle={title} scroll={false}>
      <View style={styles.panes}>
        <View style={styles.list}>
          <SectionList current={current} />
        </View>
        <ScrollView style={styles.fill} contentContainerStyle={styles.body}>
          {body}
        </ScrollView>
      </View>
    </Screen>
  );
}

const useStyles = makeStyles((t) => ({
  panes: { flex: 1, flexDirection: "row" },
  list: { width: 340, padding: t.space.xl, paddingRight: 0 },
  fill: { flex: 1 },
  body: { padding: t.space.xl, gap: t.space.lg, maxWidth: 760, width: "100%" },
}));
