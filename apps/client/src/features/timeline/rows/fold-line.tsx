import ChevronDown from "lucide-react-native/icons/chevron-down";
import ChevronRight from "lucide-react-native/icons/chevron-right";
import type { ReactNode } from "react";
import { Icon } from "../../../ui/icon";
import { makeStyles } from "../../../ui/theme";
import { TARGET } from "../../../ui/tokens";
import { Touch } from "../../../ui/touch";

export interface FoldLineProps {
  isOpen: boolean;
  onToggle: () => void;
  children: ReactNode;
}

/** A line that opens and closes what is under it. */
export function FoldLine({ isOpen, onToggle, children }: FoldLineProps) {
  const styles = useStyles();
  return (
    <Touch
      onPress={onToggle}
      aria-expanded={isOpen}
      style={({ hovered, pressed }) => [styles.line, hovered || pressed ? styles.hover : null]}
    >
      {children}
      <Icon of={isOpen ? ChevronDown : ChevronRight} size={16} tone="faint" />
    </Touch>
  );
}

const useStyles = makeStyles((t) => ({
  line: {
    flexDirection: "row",
    alignItems: "center",
    gap: t.space.sm,
    minHeight: TARGET,
    paddingVertical: t.space.xs,
    paddingHorizontal: t.space.sm,
    marginHorizontal: -t.space.sm,
    borderRadius: t.radius.md,
  },
  hover: { backgroundColor: t.color.hover },
}));
