import { count } from "@pushpals/sdk";
import ArrowDown from "lucide-react-native/icons/arrow-down";
import { type ReactElement, useCallback, useEffect, useMemo, useRef, useState } from "react";
import { type NativeScrollEvent, type NativeSyntheticEvent, View } from "react-native";
import { Icon } from "../../../ui/icon";
import { LongList, type LongListRef } from "../../../ui/long-list";
import { Text } from "../../../ui/text";
import { makeStyles } from "../../../ui/theme";
import { TARGET } from "../../../ui/tokens";
import { Touch } from "../../../ui/touch";
import { type Item, itemsOf } from "../items";
import { ItemRow } from "../rows/item-row";
import { useFolding, useSessionState } from "../session-view";
import { followStart, onGesture, onScrolled } from "./follow";
import { useGestures } from "./gestures";

export interface TimelineListProps {
  /** Events up to here were seen on an earlier visit. */
  seenBefore: number;
  /** The end is in sight up to this cursor. */
  onSeen: (cursor: number) => void;
  /** How many messages are on their way. */
  sending: number;
  /** After the last row: those messages. */
  footer: ReactElement | null;
  empty: ReactElement;
}

const keyOf = (item: Item): string => item.key;
const typeOf = (item: Item): string => item.kind;
const renderItem = ({ item }: { item: Item }) => <ItemRow item={item} />;

/** All that happened, oldest first. It stays at its end until somebody reads back, and then does not move. */
export function TimelineList({ seenBefore, onSeen, sending, footer, empty }: TimelineListProps) {
  const styles = useStyles();
  const list = useRef<LongListRef>(null);
  const rows = useSessionState(({ timeline }) => timeline.rows);
  const cursor = useSessionState(({ timeline }) => timeline.cursor);
  const folding = useFolding();
  const items = useMemo(() => itemsOf(rows, folding, seenBefore), [rows, folding, seenBefore]);
  const { isFollowing, follow, distance, attach, props } = useFollowing(list);
  useFollowingOwn(sending, follow);
  const [leftAt, setLeftAt] = useState<number | null>(null);

  useEffect(() => {
    if (isFollowing) {
      setLeftAt(null);
      onSeen(cursor);
    } else setLeftAt((before) => before ?? rows.length);
  }, [isFollowing, cursor, rows.length, onSeen]);

  if (rows.length === 0 && footer === null) return empty;
  const unseen = leftAt === null ? 0 : rows.length - leftAt;
  return (
    <View style={styles.fill}>
      <LongList
        ref={attach}
        data={items}
        keyExtractor={keyOf}
        getItemType={typeOf}
        renderItem={renderItem}
        estimatedItemSize={64}
        drawDistance={300}
        initialScrollAtEnd
        alignItemsAtEnd
        maintainScrollAtEnd={isFollowing}
        maintainScrollAtEndThreshold={FOLLOW_FROM_ANYWHERE}
        maintainVisibleContentPosition={isFollowing ? false : STAY}
        ListFooterComponent={footer}
        contentContainerStyle={styles.content}
        keyboardShouldPersistTaps="handled"
        style={styles.fill}
        {...props}
      />
      {isFollowing || (unseen === 0 && distance < WORTH_A_JUMP) ? null : <ToEnd unseen={unseen} onPress={follow} />}
    </View>
  );
}

/** The list's own judgement of whether it is near its end is not asked for: the flag decides. */
const FOLLOW_FROM_ANYWHERE = 1_000_000;
const STAY = { data: true, size: true } as const;
const WORTH_A_JUMP = 400;

function useFollowing(list: React.RefObject<LongListRef | null>) {
  const [state, setState] = useState(followStart);
  const [node, setNode] = useState<HTMLElement | null>(null);
  const [distance, setDistance] = useState(0);
  const attach = useCallback(
    (instance: LongListRef | null) => {
      list.current = instance;
      setNode((instance?.getScrollableNode() as HTMLElement | undefined) ?? null);
    },
    [list],
  );
  const gestures = useGestures(node, (gesture) =>
    setState((before) => onGesture(before, gesture, (list.current?.getState().scroll ?? 0) > 0)),
  );
  const onScroll = useCallback(({ nativeEvent }: NativeSyntheticEvent<NativeScrollEvent>) => {
    const { contentOffset, contentSize, layoutMeasurement } = nativeEvent;
    const fromEnd = contentSize.height - layoutMeasurement.height - contentOffset.y;
    setState((before) => onScrolled(before, fromEnd));
    // In steps, so that scrolling does not draw the screen anew at each pixel.
    setDistance(Math.round(fromEnd / 200) * 200);
  }, []);
  const follow = useCallback(() => {
    setState(followStart);
    void list.current?.scrollToEnd({ animated: false });
  }, [list]);
  return { isFollowing: state.isFollowing, follow, distance, attach, props: { ...gestures, onScroll } };
}

/** Who says something wants to see it, and what comes of it, wherever they were reading. */
function useFollowingOwn(sending: number, follow: () => void): void {
  const before = useRef(sending);
  useEffect(() => {
    if (sending > before.current) follow();
    before.current = sending;
  }, [sending, follow]);
}

function ToEnd({ unseen, onPress }: { unseen: number; onPress: () => void }) {
  const styles = useStyles();
  return (
    <View style={styles.pillPlace} pointerEvents="box-none">
      <Touch
        onPress={onPress}
        aria-label={unseen === 0 ? "Go to the latest" : `${unseen} new, go to the latest`}
        style={({ hovered }) => [styles.pill, hovered ? styles.pillHover : null]}
      >
        <Icon of={ArrowDown} size={16} tone={unseen === 0 ? "muted" : "accent"} />
        <Text variant="label" tone={unseen === 0 ? "muted" : "accent"}>
          {unseen === 0 ? "Latest" : `${count(unseen, "new", "new")}`}
        </Text>
      </Touch>
    </View>
  );
}

const useStyles = makeStyles((t) => ({
  fill: { flex: 1, minHeight: 0 },
  content: { paddingTop: t.space.lg, paddingBottom: t.space.md },
  pillPlace: { position: "absolute", left: 0, right: 0, bottom: t.space.md, alignItems: "center" },
  pill: {
    flexDirection: "row",
    alignItems: "center",
    gap: t.space.sm,
    minHeight: TARGET,
    paddingHorizontal: t.space.lg,
    borderRadius: t.radius.full,
    backgroundColor: t.color.raised,
    borderWidth: 1,
    borderColor: t.color.edge,
    ...t.shadow,
  },
  pillHover: { backgroundColor: t.color.hover },
}));
