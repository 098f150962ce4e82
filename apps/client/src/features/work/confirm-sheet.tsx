import { Button } from "../../ui/button";
import { Sheet } from "../../ui/sheet";
import { Text } from "../../ui/text";

export interface ConfirmSheetProps {
  open: boolean;
  onClose: () => void;
  title: string;
  /** What will be gone, and what stays. */
  detail: string;
  /** The verb on the button that does it. */
  action: string;
  danger?: boolean;
  busy?: boolean;
  onConfirm: () => void;
}

/** Asks before something that cannot simply be taken back. */
export function ConfirmSheet(props: ConfirmSheetProps) {
  const { open, onClose, title, detail, action, danger = false, busy = false, onConfirm } = props;
  return (
    <Sheet
      open={open}
      onClose={onClose}
      title={title}
      footer={
        <>
          <Button title="Keep it" kind="quiet" onPress={onClose} />
          <Button title={action} kind={danger ? "danger" : "primary"} busy={busy} onPress={onConfirm} />
        </>
      }
    >
      <Text tone="muted">{detail}</Text>
    </Sheet>
  );
}
