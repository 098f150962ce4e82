import { ago, count, oneLine } from "@pushpals/sdk";
import { useRouter } from "expo-router";
import MessageSquare from "lucide-react-native/icons/message-square";
import MessagesSquare from "lucide-react-native/icons/messages-square";
import Plus from "lucide-react-native/icons/plus";
import { useEffect } from "react";
import { View } from "react-native";
import { type Chats, useChats } from "../../lib/chats";
import { routes } from "../../lib/routes";
import { useActiveServer } from "../../lib/servers";
import { useNow } from "../../lib/use-now";
import { Badge } from "../../ui/badge";
import { Button } from "../../ui/button";
import { Card } from "../../ui/card";
import { EmptyState } from "../../ui/empty-state";
import { ErrorState } from "../../ui/error-state";
import { Row } from "../../ui/row";
import { Screen } from "../../ui/screen";
import { Skeleton } from "../../ui/skeleton";
import { Text } from "../../ui/text";
import { makeStyles } from "../../ui/theme";
import { useSeen } from "../chat/seen";
import { outboxOf } from "../composer/outbox-store";
import { newSessionId } from "./new-session-id";

type Session = Chats["sessions"][number];

/** All conversations, the last active first. */
export function ChatsScreen() {
  const styles = useStyles();
  const router = useRouter();
  const server = useActiveServer();
  useEffect(() => {
    // What was left unsent by an earlier visit goes out now.
    if (server) outboxOf(server);
  }, [server]);
  const { data, error, isPending, isFetching, refetch } = useChats({ everyMs: 60_000 });
  const begin = () => router.push({ pathname: routes.chat(newSessionId()), params: { isNew: "1" } });
  const sessions = data?.sessions ?? [];
  return (
    <Screen
      title="Chats"
      actions={
        <View style={styles.action}>
          <Button title="New chat" icon={Plus} kind="primary" size="sm" onPress={begin} />
        </View>
      }
    >
      {error && !data ? (
        <ErrorState
          title="The chats cannot be loaded"
          reason={error.message}
          onRetry={() => void refetch()}
          retrying={isFetching}
        />
      ) : null}
      {isPending && !error ? <Skeleton rows={5} label="Loading the chats" /> : null}
      {data && sessions.every(isEmpty) ? (
        <EmptyState
          icon={MessagesSquare}
          title="Ask the team for something"
          detail="In a chat you say what to change, see how it gets on, and decide what may land."
          action={<Button title="New chat" icon={Plus} kind="primary" onPress={begin} />}
        />
      ) : null}
      {sessions.length > 0 ? (
        <Card flush>
          <View role="list">
            {sessions.map((session, index) => (
              <ChatLine key={session.sessionId} session={session} last={index === sessions.length - 1} />
            ))}
          </View>
        </Card>
      ) : null}
    </Screen>
  );
}

function ChatLine({ session, last }: { session: Session; last: boolean }) {
  const styles = useStyles();
  const server = useActiveServer();
  const now = useNow(30_000);
  const unread = session.cursor - useSeen(server?.id ?? "", session.sessionId);
  const title = oneLine(session.title ?? session.sessionId, 70);
  const standing = standingOf(session);
  // What waits for a decision has a badge, which says it already.
  const shown = session.needsYou > 0 ? "" : `${standing.text} · `;
  const when = ago(session.lastEventAt ?? session.createdAt, now);
  return (
    <View role="listitem">
      <Row
        href={routes.chat(session.sessionId)}
        icon={MessageSquare}
        iconTone={unread > 0 ? "accent" : "muted"}
        title={title}
        detail={`${shown}${when}`}
        detailLines={1}
        last={last}
        end={
          <View style={styles.end}>
            {session.needsYou > 0 ? <Badge tone="warning" dot text={`${session.needsYou} for you`} /> : null}
            {unread > 0 ? (
              <View style={styles.unread}>
                <Text variant="micro" tone="onAccent" weight="700">
                  {unread > 99 ? "99+" : unread}
                </Text>
              </View>
            ) : null}
          </View>
        }
      />
    </View>
  );
}

/** Made, but nothing was said in it yet: as the one that a start begins with. */
const isEmpty = ({ cursor }: Session): boolean => cursor === 0;

function standingOf({ needsYou, openRequests, cursor }: Session): { text: string } {
  if (needsYou > 0) return { text: `${count(needsYou, "decision")} for you` };
  if (openRequests > 0) return { text: `${count(openRequests, "request")} under way` };
  return { text: cursor === 0 ? "Nothing said yet" : "Nothing under way" };
}

const useStyles = makeStyles((t) => ({
  action: { paddingRight: t.space.md },
  end: { flexDirection: "row", alignItems: "center", gap: t.space.sm, flexShrink: 0 },
  unread: {
    minWidth: 22,
    height: 22,
    paddingHorizontal: 6,
    borderRadius: 11,
    alignItems: "center",
    justifyContent: "center",
    backgroundColor: t.color.accent,
  },
}));
