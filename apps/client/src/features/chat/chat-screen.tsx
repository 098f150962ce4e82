import { oneLine } from "@pushpals/sdk";
import { useLocalSearchParams } from "expo-router";
import Square from "lucide-react-native/icons/square";
import { type RefObject, useCallback, useEffect, useImperativeHandle, useMemo, useRef, useState } from "react";
import { KeyboardAvoidingView, Platform, View } from "react-native";
import { useStore } from "zustand";
import { useChats } from "../../lib/chats";
import { useClient } from "../../lib/client";
import { later } from "../../lib/later";
import { useRead, useWrite } from "../../lib/query";
import { routes } from "../../lib/routes";
import type { Server } from "../../lib/server";
import { useActiveServer } from "../../lib/servers";
import { Button } from "../../ui/button";
import { ErrorState } from "../../ui/error-state";
import { IconButton } from "../../ui/icon-button";
import { Screen } from "../../ui/screen";
import { Skeleton } from "../../ui/skeleton";
import { makeStyles } from "../../ui/theme";
import { showToast } from "../../ui/toast";
import { MEASURE } from "../../ui/tokens";
import { GrantsNote } from "../approvals/grants-note";
import { Composer } from "../composer/composer";
import { newKey } from "../composer/new-key";
import { notArrived } from "../composer/outbox";
import { outboxOf } from "../composer/outbox-store";
import { useDraft } from "../composer/use-draft";
import { TimelineList } from "../timeline/list/timeline-list";
import type { SessionLog } from "../timeline/session-log";
import { SessionView, useSessionState } from "../timeline/session-view";
import { useSessionLog } from "../timeline/sessions";
import { OutgoingRows } from "./outgoing-rows";
import { QuestionCard, useQuestions } from "./question-card";
import { markSeen, seenUpTo } from "./seen";
import { Suggestions } from "./suggestions";

// Not there most of the time, so not in the first load of a chat.
const loadApprovalDock = () => import("../approvals/approval-dock");
const loadQueueDock = () => import("./queue-dock");
const ApprovalDock = later(loadApprovalDock);
const QueueDock = later(loadQueueDock);

/** One conversation with the team: what happened, what waits for you, and where you write. */
export function ChatScreen() {
  const { sessionId, isNew } = useLocalSearchParams<{ sessionId: string; isNew?: string }>();
  const server = useActiveServer();
  useEffect(fetchTheRest, []);
  if (!server) return null;
  return <Chat key={`${server.id}/${sessionId}`} server={server} sessionId={sessionId} isNew={isNew === "1"} />;
}

/** Brings what a chat may need in a moment, when there may be no network. */
function fetchTheRest(): void {
  Promise.all([import("../../ui/legend-list"), loadApprovalDock(), loadQueueDock()]).catch((error: unknown) =>
    console.warn("parts of the chat could not be fetched yet:", error),
  );
}

interface ChatProps {
  server: Server;
  sessionId: string;
  /** It begins with its first message: before that the server knows nothing of it. */
  isNew: boolean;
}

function Chat({ server, sessionId, isNew }: ChatProps) {
  const { data } = useChats();
  const listed = data?.sessions.find((session) => session.sessionId === sessionId);
  const hasBegun = !isNew || listed !== undefined;
  const log = useSessionLog(server, sessionId, hasBegun);
  useEffect(() => log.expect(listed?.cursor ?? 0), [log, listed?.cursor]);
  const here = { server, sessionId, log, hasBegun, isListed: listed !== undefined };
  return (
    <SessionView log={log}>
      <Conversation here={here} title={listed?.title ?? (hasBegun ? sessionId : "New chat")} />
    </SessionView>
  );
}

/** Which conversation it is, and whether there is anything to it yet. */
interface Here {
  server: Server;
  sessionId: string;
  log: SessionLog;
  hasBegun: boolean;
  isListed: boolean;
}

/** Puts a text into the field where one writes. */
interface Writer {
  write(text: string): void;
}

function Conversation({ here, title }: { here: Here; title: string }) {
  const standing = useStanding();
  const writer = useRef<Writer>(null);
  return (
    <Screen
      title={oneLine(title, 60)}
      subtitle={here.hasBegun ? standing : "Begins with your first message"}
      backTo={routes.chats}
      scroll={false}
      actions={<StopButton sessionId={here.sessionId} />}
    >
      <KeyboardAvoidingView style={fill} behavior={Platform.OS === "ios" ? "padding" : undefined}>
        <Timeline {...here} writer={writer} />
        <Writing {...here} writer={writer} />
      </KeyboardAvoidingView>
    </Screen>
  );
}

const fill = { flex: 1, minHeight: 0 } as const;

/** How it stands, in a few words under the title. */
function useStanding(): string {
  return useSessionState(({ timeline, isKept, isLoading }) => {
    if (isLoading) return "Loading";
    if (isKept) return "As it was on your last visit";
    const count = { working: 0, waiting: 0, asked: 0 };
    for (const key of timeline.open) {
      const row = timeline.rows[timeline.at.get(key) ?? -1];
      if (row?.kind === "job") count[row.state === "waiting" ? "waiting" : "working"] += 1;
      if (row?.kind === "request" && row.state !== "under_way") count.waiting += 1;
      if (row?.kind === "approval") count.asked += 1;
    }
    const parts = [
      count.asked > 0 ? `${count.asked} for you to decide` : "",
      count.working > 0 ? `${count.working} at work` : "",
      count.waiting > 0 ? `${count.waiting} waiting` : "",
    ].filter((part) => part !== "");
    return parts.length === 0 ? "Nothing under way" : parts.join(" · ");
  });
}

function Timeline({ server, sessionId, log, hasBegun, isListed, writer }: Here & { writer: RefObject<Writer | null> }) {
  const isLoading = useSessionState((state) => state.isLoading);
  const refusal = useSessionState((state) => state.refusal);
  const [seenBefore] = useState(() => seenUpTo(server.id, sessionId));
  const onSeen = useCallback((cursor: number) => markSeen(server.id, sessionId, cursor), [server.id, sessionId]);
  const outgoing = useOutgoing(server, sessionId);
  const isMissing = refusal?.code === "not_found";
  useEffect(() => {
    // Somebody has begun it meanwhile.
    if (isMissing && isListed) log.restart();
  }, [isMissing, isListed, log]);
  if (refusal && !isMissing)
    return <ErrorState title="This chat cannot be read" reason={refusal.message} onRetry={() => log.restart()} />;
  if (isLoading && hasBegun) return <Skeleton rows={6} label="Loading the chat" />;
  return (
    <TimelineList
      seenBefore={seenBefore}
      onSeen={onSeen}
      sending={outgoing.length}
      footer={outgoing.length === 0 ? null : <OutgoingRows server={server} outgoing={outgoing} />}
      empty={
        <View style={fill}>
          <Suggestions
            onSend={(text) => outboxOf(server).send(sessionId, text, 0)}
            onWrite={(text) => writer.current?.write(text)}
          />
        </View>
      }
    />
  );
}

/** What this session has on its way that its timeline does not show yet. */
function useOutgoing(server: Server, sessionId: string) {
  const outbox = useStore(outboxOf(server).store, (state) => state.outbox);
  const rows = useSessionState(({ timeline }) => timeline.rows);
  return useMemo(() => {
    const mine = outbox.filter((one) => one.sessionId === sessionId);
    if (mine.length === 0) return mine;
    const messages = rows.filter((row) => row.kind === "message");
    return notArrived(mine, sessionId, messages);
  }, [outbox, rows, sessionId]);
}

function Writing({ server, sessionId, log, hasBegun, writer }: Here & { writer: RefObject<Writer | null> }) {
  const styles = useStyles();
  const composer = useRef<{ focus(): void }>(null);
  const [text, setText] = useDraft(server, sessionId, log, hasBegun);
  const write = useCallback(
    (to: string) => {
      setText(to);
      composer.current?.focus();
    },
    [setText],
  );
  useImperativeHandle(writer, () => ({ write }), [write]);
  const { data } = useRead(["commands"], (client, signal) => client.localbuddy.commands({}, { signal }));
  const questions = useQuestions(sessionId);
  const asks = useEver("approval:");
  const waits = useEver("request:");
  const [answeringId, setAnsweringId] = useState<string | null>(null);
  const answering = questions.find(({ jobId }) => jobId === answeringId) ?? null;
  const answer = useAnswer();
  const [isWriting, setWriting] = useState(false);
  const send = (message: string) => {
    if (answering) answer(answering.jobId, message);
    else outboxOf(server).send(sessionId, message, log.store.getState().timeline.cursor);
    setAnsweringId(null);
  };
  return (
    <View>
      <View style={styles.docks}>
        <View style={styles.column}>
          {hasBegun ? <GrantsNote sessionId={sessionId} /> : null}
          {asks ? <ApprovalDock sessionId={sessionId} isWriting={isWriting} /> : null}
          {questions
            .filter(({ jobId }) => jobId !== answeringId)
            .map((job) => (
              <QuestionCard
                key={job.jobId}
                job={job}
                onAnswer={() => {
                  setAnsweringId(job.jobId);
                  composer.current?.focus();
                }}
              />
            ))}
          {waits ? <QueueDock sessionId={sessionId} /> : null}
        </View>
      </View>
      <Composer
        ref={composer}
        text={text}
        onChangeText={setText}
        onSend={send}
        onWriting={setWriting}
        commands={data?.commands ?? []}
        answering={answering ? { title: answering.title, onCancel: () => setAnsweringId(null) } : null}
      />
    </View>
  );
}

/** Whether something of this kind has been open since the chat was opened: what docks for it stays until it has said its end. */
function useEver(prefix: string): boolean {
  const isOpen = useSessionState(({ timeline }) => [...timeline.open].some((key) => key.startsWith(prefix)));
  const [was, setWas] = useState(isOpen);
  if (isOpen && !was) setWas(true);
  return was;
}

/** Says something to a job; the same words twice count once. */
function useAnswer() {
  const client = useClient();
  return (jobId: string, text: string) =>
    void client.jobs.message({ id: jobId, text, idempotencyKey: newKey() }).then((reply) => {
      if (!reply.ok) showToast({ title: "Your answer did not get there", detail: reply.message, tone: "danger" });
    });
}

/** Stops all that this chat has under way; asks first, by a second press. */
function StopButton({ sessionId }: { sessionId: string }) {
  const [isSure, setSure] = useState(false);
  const isBusy = useSessionState(({ timeline }) =>
    [...timeline.open].some((key) => key.startsWith("request:") || key.startsWith("job:")),
  );
  const stop = useWrite((client, _: null) => client.sessions.stop({ id: sessionId }), {
    invalidates: [["requests"], ["jobs"]],
    onDone: ({ cancelled, cancelRequested }) => {
      setSure(false);
      showToast({ title: "Stopped", detail: `${cancelled} cancelled, ${cancelRequested} stopping`, tone: "success" });
    },
    onRefused: ({ message }) => showToast({ title: "Not stopped", detail: message, tone: "danger" }),
  });
  if (!isBusy) return null;
  if (!isSure) return <IconButton icon={Square} label="Stop all of this chat" onPress={() => setSure(true)} />;
  return <Button title="Stop all?" kind="danger" size="sm" busy={stop.isPending} onPress={() => stop.mutate(null)} />;
}

const useStyles = makeStyles((t) => ({
  docks: { alignItems: "center", paddingHorizontal: t.space.md },
  column: { width: "100%", maxWidth: MEASURE + 2 * t.space.md, gap: t.space.sm },
}));
