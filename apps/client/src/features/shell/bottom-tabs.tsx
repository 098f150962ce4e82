import { usePathname } from "expo-router";
import { View } from "react-native";
import { useSafeAreaInsets } from "react-native-safe-area-context";
import { Icon } from "../../ui/icon";
import { Text } from "../../ui/text";
import { makeStyles } from "../../ui/theme";
import { Touch } from "../../ui/touch";
import { PLACES } from "./places";

export function BottomTabs() {
  const styles = useStyles();
  const path = usePathname();
  const insets = useSafeAreaInsets();
  return (
    <View role="navigation" aria-label="Main" style={[styles.bar, { paddingBottom: insets.bottom }]}>
      {PLACES.map(({ short, title, href, icon }) => {
        const here = path === href || path.startsWith(`${href}/`);
        return (
          <Touch
            key={href}
            href={href}
            aria-label={title}
            {...(here ? { "aria-current": "page" as const } : {})}
            style={({ pressed }) => [styles.tab, pressed ? styles.pressed : null]}
          >
            <Icon of={icon} size={22} tone={here ? "accent" : "faint"} />
            <Text variant="micro" tone={here ? "accent" : "faint"} numberOfLines={1}>
              {short}
            </Text>
          </Touch>
        );
      })}
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
  tab: { flex: 1, minHeight: 54, alignItems: "center", justifyContent: "center", gap: 2 },
  pressed: { opacity: 0.6 },
}));
