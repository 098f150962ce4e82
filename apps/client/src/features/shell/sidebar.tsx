import { usePathname } from "expo-router";
import { View } from "react-native";
import { Icon } from "../../ui/icon";
import { Text } from "../../ui/text";
import { makeStyles } from "../../ui/theme";
import { Touch } from "../../ui/touch";
import { PLACES } from "./places";

export function Sidebar() {
  const styles = useStyles();
  const path = usePathname();
  return (
    <View role="navigation" aria-label="Main" style={styles.bar}>
      <Text variant="heading" style={styles.name}>
        Push Pals
      </Text>
      {PLACES.map(({ title, href, icon }) => {
        const here = path === href || path.startsWith(`${href}/`);
        return (
          <Touch
            key={href}
            href={href}
            {...(here ? { "aria-current": "page" as const } : {})}
            style={({ hovered }) => [styles.place, hovered ? styles.hover : null, here ? styles.here : null]}
          >
            <Icon of={icon} tone={here ? "accent" : "muted"} />
            <Text variant="label" tone={here ? "accent" : "default"}>
              {title}
            </Text>
          </Touch>
        );
      })}
    </View>
  );
}

const useStyles = makeStyles((t) => ({
  bar: {
    width: 248,
    padding: t.space.md,
    gap: 2,
    backgroundColor: t.color.sunken,
    borderRightWidth: 1,
    borderRightColor: t.color.line,
  },
  name: { paddingHorizontal: t.space.md, paddingVertical: t.space.md },
  place: {
    flexDirection: "row",
    alignItems: "center",
    gap: t.space.md,
    minHeight: 40,
    paddingHorizontal: t.space.md,
    borderRadius: t.radius.md,
  },
  hover: { backgroundColor: t.color.hover },
  here: { backgroundColor: t.color.selected },
}));
