import type { Href } from "expo-router";
import type { LucideIcon } from "lucide-react-native";
import ChevronRight from "lucide-react-native/icons/chevron-right";
import type { ReactNode } from "react";
import { View } from "react-native";
import { Icon } from "./icon";
import { Text, type Tone } from "./text";
import { makeStyles } from "./theme";
import { TARGET } from "./tokens";
import { Touch } from "./touch";

export interface RowProps {
  title: string;
  /** A second line: what happened, or what it means. */
  detail?: string;
  detailLines?: number;
  icon?: LucideIcon;
  iconTone?: Tone;
  /** At the right end: a badge, a time, a switch. */
  end?: ReactNode;
  href?: Href;
  onPress?: () => void;
  selected?: boolean;
  disabled?: boolean;
  /** All of the row in one sentence; its texts by themselves otherwise. */
  label?: string;
  /** `menuitem` within a menu. */
  role?: "menuitem";
  last?: boolean;
}

/** A line of a list, at least as high as a finger is wide. */
export function Row(props: RowProps) {
  const { href, onPress, selected = false, disabled = false } = props;
  const styles = useStyles();
  const frame = [styles.row, props.last ? null : styles.ruled, selected ? styles.selected : null];
  if (href === undefined && onPress === undefined)
    return (
      <View style={frame}>
        <Content {...props} />
      </View>
    );
  return (
    <Touch
      {...(href === undefined ? {} : { href })}
      {...(onPress ? { onPress } : {})}
      {...(props.label === undefined ? {} : { "aria-label": props.label })}
      {...(selected ? { "aria-current": true } : {})}
      {...(props.role === undefined ? {} : { role: props.role })}
      disabled={disabled}
      style={({ hovered, pressed }) => [
        frame,
        hovered ? styles.hover : null,
        pressed ? styles.pressed : null,
        disabled ? styles.off : null,
      ]}
    >
      <Content {...props} />
    </Touch>
  );
}

function Content({ title, detail, detailLines = 2, icon, iconTone = "muted", end, href }: RowProps) {
  const styles = useStyles();
  return (
    <>
      {icon ? <Icon of={icon} tone={iconTone} size={20} /> : null}
      <View style={styles.texts}>
        <Text variant="label" numberOfLines={2}>
          {title}
        </Text>
        {detail === undefined ? null : (
          <Text variant="caption" tone="muted" numberOfLines={detailLines}>
            {detail}
          </Text>
        )}
      </View>
      {end === undefined ? null : <View style={styles.end}>{end}</View>}
      {href === undefined ? null : <Icon of={ChevronRight} tone="faint" size={16} />}
    </>
  );
}

const useStyles = makeStyles((t) => ({
  row: {
    flexDirection: "row",
    alignItems: "center",
    gap: t.space.md,
    minHeight: TARGET + 4,
    paddingVertical: t.space.sm + 2,
    paddingHorizontal: t.space.lg,
  },
  ruled: { borderBottomWidth: 1, borderBottomColor: t.color.line },
  texts: { flex: 1, minWidth: 0, gap: 1 },
  // A badge in a column stands at its start; at the end of a row it stands in the middle.
  end: { flexDirection: "row", alignItems: "center", gap: t.space.sm, flexShrink: 0 },
  hover: { backgroundColor: t.color.hover },
  pressed: { backgroundColor: t.color.pressed },
  selected: { backgroundColor: t.color.selected },
  off: { opacity: 0.5 },
}));
