import { usePathname } from "expo-router";
import Search from "lucide-react-native/icons/search";
import { ScrollView, View } from "react-native";
import { useChats } from "../../lib/chats";
import { routes } from "../../lib/routes";
import { Badge } from "../../ui/badge";
import { Icon } from "../../ui/icon";
import { Kbd } from "../../ui/kbd";
import { Text } from "../../ui/text";
import { makeStyles } from "../../ui/theme";
import { Touch } from "../../ui/touch";
import { ConnectionDot } from "../connection/connection-dot";
import { Brand } from "./brand";
import { useNeedsYouCount } from "./counts";
import { showOverlay } from "./overlays";
import { isAt, PLACES } from "./places";

export function Sidebar() {
  const styles = useStyles();
  return (
    <View role="navigation" aria-label="Main" style={styles.bar}>
      <View style={styles.brand}>
        <Brand />
        <Text variant="heading" role="none">
          Push Pals
        </Text>
      </View>
      <View style={styles.searchBox}>
        <Touch
          onPress={() => showOverlay("palette")}
          style={({ hovered }) => [styles.search, hovered ? styles.searchHover : null]}
        >
          <Icon of={Search} size={16} tone="faint" />
          <Text variant="caption" tone="faint" style={styles.grow}>
            Search or do …
          </Text>
        </Touch>
        <View style={styles.beside} pointerEvents="none" aria-hidden>
          <Kbd keys="mod+K" />
        </View>
      </View>
      <Places />
      <RecentChats />
      <View style={styles.foot}>
        <ConnectionDot />
      </View>
    </View>
  );
}

function Places() {
  const styles = useStyles();
  const path = usePathname();
  const waiting = useNeedsYouCount();
  return PLACES.map(({ title, href, icon }) => {
    const here = isAt(path, href);
    const count = href === routes.needsYou ? waiting : 0;
    return (
      <View key={href}>
        <Touch
          href={href}
          replace
          aria-label={count > 0 ? `${title}, ${count} waiting` : title}
          {...(here ? { "aria-current": "page" as const } : {})}
          style={({ hovered }) => [styles.place, hovered ? styles.hover : null, here ? styles.here : null]}
        >
          <Icon of={icon} tone={here ? "accent" : "muted"} />
          <Text variant="label" tone={here ? "accent" : "default"} style={styles.grow} numberOfLines={1}>
            {title}
          </Text>
        </Touch>
        {count > 0 ? (
          // Beside the link, not in it: what it says is in the link's name.
          <View style={styles.beside} pointerEvents="none" aria-hidden>
            <Badge text={String(count)} tone="warning" />
          </View>
        ) : null}
      </View>
    );
  });
}

const RECENT = 12;

function RecentChats() {
  const styles = useStyles();
  const path = usePathname();
  const { data } = useChats();
  const sessions = data?.sessions.slice(0, RECENT) ?? [];
  if (sessions.length === 0) return <View style={styles.grow} />;
  return (
    <View style={styles.recent}>
      <Text variant="micro" tone="faint" style={styles.recentTitle}>
        Recent chats
      </Text>
      <ScrollView style={styles.grow}>
        {sessions.map(({ sessionId, title, needsYou, openRequests }) => {
          const here = path === routes.chat(sessionId);
          return (
            <Touch
              key={sessionId}
              href={routes.chat(sessionId)}
              {...(here ? { "aria-current": "page" as const } : {})}
              style={({ hovered }) => [styles.chat, hovered ? styles.hover : null, here ? styles.here : null]}
            >
              <Text variant="caption" tone={here ? "accent" : "muted"} numberOfLines={1} style={styles.grow}>
                {title ?? sessionId}
              </Text>
              {needsYou > 0 ? (
                <View>
                  <Badge text={String(needsYou)} tone="warning" label={`${needsYou} waiting for you`} />
                </View>
              ) : openRequests > 0 ? (
                <View role="img" aria-label="at work" style={styles.busy} />
              ) : null}
            </Touch>
          );
        })}
      </ScrollView>
    </View>
  );
}

const useStyles = makeStyles((t) => ({
  bar: {
    width: 256,
    padding: t.space.md,
    gap: 2,
    backgroundColor: t.color.sunken,
    borderRightWidth: 1,
    borderRightColor: t.color.line,
  },
  brand: { flexDirection: "row", alignItems: "center", gap: t.space.md, padding: t.space.sm, minHeight: 44 },
  searchBox: { marginBottom: t.space.md },
  beside: { position: "absolute", right: t.space.md, top: 0, bottom: 0, justifyContent: "center" },
  search: {
    flexDirection: "row",
    alignItems: "center",
    gap: t.space.sm,
    minHeight: 38,
    marginTop: t.space.xs,
    paddingHorizontal: t.space.md,
    borderRadius: t.radius.md,
    borderWidth: 1,
    borderColor: t.color.line,
    backgroundColor: t.color.surface,
  },
  searchHover: { borderColor: t.color.edge },
  grow: { flex: 1, minWidth: 0 },
  place: {
    flexDirection: "row",
    alignItems: "center",
    gap: t.space.md,
    minHeight: 38,
    paddingHorizontal: t.space.md,
    borderRadius: t.radius.md,
  },
  recent: { flex: 1, minHeight: 0, marginTop: t.space.lg, gap: 2 },
  recentTitle: { paddingHorizontal: t.space.md, paddingBottom: t.space.xs },
  chat: {
    flexDirection: "row",
    alignItems: "center",
    gap: t.space.sm,
    minHeight: 34,
    paddingHorizontal: t.space.md,
    borderRadius: t.radius.sm,
  },
  busy: { width: 8, height: 8, borderRadius: 4, backgroundColor: t.color.accent },
  hover: { backgroundColor: t.color.hover },
  here: { backgroundColor: t.color.selected },
  foot: {
    flexDirection: "row",
    paddingHorizontal: t.space.md,
    paddingTop: t.space.md,
    marginTop: t.space.sm,
    borderTopWidth: 1,
    borderTopColor: t.color.line,
  },
}));
