import { usePathname } from "expo-router";
import { View } from "react-native";
import { useSafeAreaInsets } from "react-native-safe-area-context";
import { routes } from "../../lib/routes";
import { Icon } from "../../ui/icon";
import { Text } from "../../ui/text";
import { makeStyles } from "../../ui/theme";
import { Touch } from "../../ui/touch";
import { useNeedsYouCount } from "./counts";
import { isAt, PLACES } from "./places";

export function BottomTabs() {
  const styles = useStyles();
  const path = usePathname();
  const insets = useSafeAreaInsets();
  const waiting = useNeedsYouCount();
  return (
    <View role="navigation" aria-label="Main" style={[styles.bar, { paddingBottom: insets.bottom }]}>
      {PLACES.map(({ short, title, href, icon }) => {
        const here = isAt(path, href);
        const count = href === routes.needsYou ? waiting : 0;
        return (
          <View key={href} style={styles.slot}>
            <Touch
              href={href}
              replace
              aria-label={count > 0 ? `${title}, ${count} waiting` : title}
              {...(here ? { "aria-current": "page" as const } : {})}
              style={({ pressed }) => [styles.tab, pressed ? styles.pressed : null]}
            >
              <Icon of={icon} size={22} tone={here ? "accent" : "faint"} />
              <Text variant="micro" tone={here ? "accent" : "faint"} numberOfLines={1}>
                {short}
              </Text>
            </Touch>
            {count > 0 ? <Count count={count} /> : null}
          </View>
        );
      })}
    </View>
  );
}

/** Beside the link, not in it: what it says is in the link's name. */
function Count({ count }: { count: number }) {
  const styles = useStyles();
  return (
    <View style={styles.count} pointerEvents="none" aria-hidden>
      <Text variant="micro" tone="onDanger" weight="700" style={styles.figure}>
        {count > 99 ? "99+" : count}
      </Text>
    </View>
  );
}

const useStyles = makeStyles((t) => ({
  bar: {
    flexDirection: "row",
    borderTopWidth: 1,
    borderTopColor: t.color.line,
    backgroundColor: t.color.surface,
    paddingHorizontal: t.space.xs,
  },
  slot: { flex: 1 },
  tab: { flex: 1, minHeight: 54, alignItems: "center", justifyContent: "center", gap: 2 },
  pressed: { opacity: 0.6 },
  count: {
    position: "absolute",
    top: 3,
    left: "50%",
    marginLeft: 2,
    minWidth: 18,
    height: 18,
    paddingHorizontal: 4,
    borderRadius: 9,
    alignItems: "center",
    justifyContent: "center",
    backgroundColor: t.color.danger,
  },
  figure: { fontSize: 11, lineHeight: 14 },
}));
