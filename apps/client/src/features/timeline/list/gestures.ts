import { useRef } from "react";
import type { NativeScrollEvent, NativeSyntheticEvent } from "react-native";
import type { Gesture } from "./follow";

interface Scroller {
  onScrollBeginDrag(event: NativeSyntheticEvent<NativeScrollEvent>): void;
  onScrollEndDrag(event: NativeSyntheticEvent<NativeScrollEvent>): void;
}

/** On a phone the scroll view says itself when a finger moves it, and which way. */
export function useGestures(_node: unknown, onGesture: (gesture: Gesture) => void): Partial<Scroller> {
  const began = useRef(0);
  return {
    onScrollBeginDrag: ({ nativeEvent }) => {
      began.current = nativeEvent.contentOffset.y;
      onGesture("free");
    },
    onScrollEndDrag: ({ nativeEvent }) => onGesture(nativeEvent.contentOffset.y < began.current ? "back" : "forward"),
  };
}
