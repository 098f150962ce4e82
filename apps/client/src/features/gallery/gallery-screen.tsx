import { ago } from "@pushpals/sdk";
import Bell from "lucide-react-native/icons/bell";
import Ellipsis from "lucide-react-native/icons/ellipsis";
import GitMerge from "lucide-react-native/icons/git-merge";
import Inbox from "lucide-react-native/icons/inbox";
import Trash from "lucide-react-native/icons/trash";
import { useState } from "react";
import { View } from "react-native";
import { size, timeOf } from "../../lib/format";
import { useNow } from "../../lib/use-now";
import { Badge, type BadgeTone } from "../../ui/badge";
import { Button } from "../../ui/button";
import { Card } from "../../ui/card";
import { EmptyState } from "../../ui/empty-state";
import { ErrorState } from "../../ui/error-state";
import { IconButton } from "../../ui/icon-button";
import { Kbd } from "../../ui/kbd";
import { Markdown } from "../../ui/markdown";
import { Menu } from "../../ui/menu";
import { Row } from "../../ui/row";
import { Screen } from "../../ui/screen";
import { SegmentedControl } from "../../ui/segmented-control";
import { Sheet } from "../../ui/sheet";
import { Skeleton } from "../../ui/skeleton";
import { Tabs } from "../../ui/tabs";
import { Text } from "../../ui/text";
import { TextField } from "../../ui/text-field";
import { makeStyles } from "../../ui/theme";
import { showToast } from "../../ui/toast";

const TONES: BadgeTone[] = ["neutral", "accent", "success", "warning", "danger"];
const VIEWS = [
  { value: "parts", title: "Parts" },
  { value: "states", title: "States", count: 3 },
  { value: "text", title: "Text" },
] as const;

/** The parts that screens are built of, in their states: to look at while building. Nothing leads here. */
export function GalleryScreen() {
  const [view, setView] = useState<(typeof VIEWS)[number]["value"]>("parts");
  return (
    <Screen
      title="Gallery"
      subtitle="The parts of the client"
      under={<Tabs label="Parts" segments={VIEWS} value={view} onChange={setView} />}
    >
      {view === "parts" ? <Parts /> : view === "states" ? <States /> : <Texts />}
    </Screen>
  );
}

function Parts() {
  const styles = useStyles();
  const [chosen, setChosen] = useState<"day" | "week">("day");
  const [open, setOpen] = useState(false);
  const now = useNow();
  return (
    <>
      <Card title="Buttons" action={<Kbd keys="mod+K" />}>
        <View style={styles.line}>
          <Button title="Approve" kind="primary" onPress={() => showToast({ title: "Approved", tone: "success" })} />
          <Button
            title="Deny"
            onPress={() => showToast({ title: "Denied", tone: "danger", detail: "It stays here." })}
          />
          <Button title="Later" kind="quiet" onPress={() => setOpen(true)} />
          <Button title="Revoke" kind="danger" icon={Trash} />
          <Button title="Sending" busy kind="primary" />
          <Button title="Small" size="sm" />
          <Menu
            title="This job"
            items={[
              {
                title: "Cancel",
                detail: "Its worker stops; nothing lands",
                icon: Trash,
                danger: true,
                onPress: () => showToast({ title: "Cancelled" }),
              },
            ]}
            trigger={(show, isOpen) => <IconButton icon={Ellipsis} label="More" onPress={show} expanded={isOpen} />}
          />
        </View>
        <View style={styles.line}>
          {TONES.map((tone) => (
            <Badge key={tone} text={tone} tone={tone} dot />
          ))}
        </View>
        <SegmentedControl
          label="Span"
          segments={[
            { value: "day", title: "Day" },
            { value: "week", title: "Week" },
          ]}
          value={chosen}
          onChange={setChosen}
        />
        <TextField label="Code" placeholder="ABCDE-FGHJK" hint="It is shown on the other device." mono />
        <TextField label="Name" defaultValue="?" error="A name has at least one letter." />
      </Card>
      <Card title="Rows" flush>
        <Row title="Rename foo to bar" detail="Landed as 1a2b3c4d" icon={GitMerge} iconTone="success" href="/chats" />
        <Row title="Notifications" detail={size(1_234_567)} icon={Bell} end={<Text tone="faint">{timeOf(now)}</Text>} />
        <Row title="Last" detail={ago(now - 300_000, now)} onPress={() => setOpen(true)} selected last />
      </Card>
      <Sheet open={open} onClose={() => setOpen(false)} title="Revoke this device?">
        <Text>It is signed out at once.</Text>
      </Sheet>
    </>
  );
}

function States() {
  return (
    <>
      <ErrorState
        title="The jobs could not be read"
        reason="The server cannot be reached."
        onRetry={() => showToast({ title: "Tried" })}
      />
      <Card flush>
        <EmptyState icon={Inbox} title="Nothing needs you" detail="Approvals, questions and failures come here." />
      </Card>
      <Card flush>
        <Skeleton rows={3} />
      </Card>
    </>
  );
}

const SAMPLE = `# Heading

A **bold** word, \`code\`, and a [link](https://example.com) & <b>no HTML</b>.

- one
- two
  1. first

\`\`\`ts
// Why, not what.
export const answer = (name: string): number => 42 + name.length;
\`\`\`

> Quoted

| a | b |
| - | - |
| 1 | 2 |
`;

function Texts() {
  return (
    <Card>
      <Text variant="display">Display</Text>
      <Text variant="title">Title</Text>
      <Text variant="heading">Heading</Text>
      <Text>Body</Text>
      <Text variant="label">Label</Text>
      <Text variant="caption" tone="muted">
        Caption
      </Text>
      <Markdown text={SAMPLE} />
    </Card>
  );
}

const useStyles = makeStyles((t) => ({
  line: { flexDirection: "row", flexWrap: "wrap", alignItems: "center", gap: t.space.sm },
}));
