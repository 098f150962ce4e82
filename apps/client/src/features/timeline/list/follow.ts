/**
 * Whether the list follows its end. Only what a person does with it changes that: the list's own scrolling, as content
 * grows or is measured, says nothing about what somebody wants to read.
 */
export type Gesture =
  /** Towards the beginning: wheel, finger, key. */
  | "back"
  /** Towards the end. */
  | "forward"
  /** A scroll bar that is held, or a fling: where it comes to stand decides. */
  | "free";

/** As near to the end as this is at the end. */
export const AT_END = 32;

export interface FollowState {
  readonly isFollowing: boolean;
  /** The last thing that was done with it, until the list has come to rest. */
  readonly gesture: Gesture | null;
}

export const followStart: FollowState = { isFollowing: true, gesture: null };

export function onGesture(state: FollowState, gesture: Gesture, canScrollBack: boolean): FollowState {
  if (gesture === "back") return { isFollowing: state.isFollowing && !canScrollBack, gesture };
  return { ...state, gesture };
}

/** The list has scrolled, for whatever reason. */
export function onScrolled(state: FollowState, distanceFromEnd: number): FollowState {
  const isAtEnd = distanceFromEnd <= AT_END;
  if (state.gesture === "forward" && isAtEnd) return { isFollowing: true, gesture: null };
  if (state.gesture === "free") return { ...state, isFollowing: isAtEnd };
  return state;
}
