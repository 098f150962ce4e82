import { Redirect, useLocalSearchParams } from "expo-router";
import { type ComponentType, lazy, type ReactNode, Suspense } from "react";
import { ScrollView, View } from "react-native";
import { routes, type SettingsSection } from "../../lib/routes";
import { Card } from "../../ui/card";
import { Row } from "../../ui/row";
import { Screen } from "../../ui/screen";
import { Skeleton } from "../../ui/skeleton";
import { makeStyles } from "../../ui/theme";
import { useWide } from "../../ui/use-wide";
import { SECTIONS, sectionOf } from "./sections";

/** Each in a chunk of its own: few people open more than one. */
const BODIES: Record<SettingsSection, ComponentType> = {
  servers: lazy(() => import("./servers-section").then((module) => ({ default: module.ServersSection }))),
  devices: lazy(() => import("./devices-section").then((module) => ({ default: module.DevicesSection }))),
  notifications: lazy(() =>
    import("../notifications/notifications-section").then((module) => ({ default: module.NotificationsSection })),
  ),
  appearance: lazy(() => import("./appearance-section").then((module) => ({ default: module.AppearanceSection }))),
  diagnostics: lazy(() => import("./diagnostics-section").then((module) => ({ default: module.DiagnosticsSection }))),
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
  const body = (
    <Suspense fallback={<Skeleton rows={3} />}>
      <Body />
    </Suspense>
  );
  if (wide) return <TwoPanes title={section.title} current={section.section} body={body} />;
  return (
    <Screen title={section.title} backTo={routes.settings}>
      {body}
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

function TwoPanes({ title, current, body }: { title: string; current: SettingsSection; body: ReactNode }) {
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
