import type { LucideIcon } from "lucide-react-native";
import { type ReactNode, useState } from "react";
import { View } from "react-native";
import { Row } from "./row";
import { Sheet } from "./sheet";
import { makeStyles } from "./theme";

export interface MenuItem {
  title: string;
  detail?: string;
  icon?: LucideIcon;
  danger?: boolean;
  disabled?: boolean;
  onPress: () => void;
}

export interface MenuProps {
  title: string;
  items: readonly MenuItem[];
  /** What opens it. */
  trigger: (open: () => void, isOpen: boolean) => ReactNode;
}

/** What can be done with something, each with room for a word on what it means. */
export function Menu({ title, items, trigger }: MenuProps) {
  const styles = useStyles();
  const [open, setOpen] = useState(false);
  const choose = (item: MenuItem) => {
    setOpen(false);
    item.onPress();
  };
  return (
    <>
      {trigger(() => setOpen(true), open)}
      <Sheet open={open} onClose={() => setOpen(false)} title={title}>
        <View role="menu" style={styles.items}>
          {items.map((item, place) => (
            <Row
              key={item.title}
              role="menuitem"
              title={item.title}
              {...(item.detail === undefined ? {} : { detail: item.detail })}
              {...(item.icon ? { icon: item.icon } : {})}
              iconTone={item.danger ? "danger" : "muted"}
              disabled={item.disabled ?? false}
              onPress={() => choose(item)}
              last={place === items.length - 1}
            />
          ))}
        </View>
      </Sheet>
    </>
  );
}

const useStyles = makeStyles((t) => ({
  items: { borderRadius: t.radius.md, borderWidth: 1, borderColor: t.color.line, overflow: "hidden" },
}));
