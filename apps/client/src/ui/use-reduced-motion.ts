import { useEffect, useState } from "react";
import { AccessibilityInfo } from "react-native";

/** Whether the person has asked for less motion. */
export function useReducedMotion(): boolean {
  const [reduced, setReduced] = useState(false);
  useEffect(() => {
    let mounted = true;
    AccessibilityInfo.isReduceMotionEnabled().then((now) => mounted && setReduced(now));
    const subscription = AccessibilityInfo.addEventListener("reduceMotionChanged", setReduced);
    return () => {
      mounted = false;
      subscription?.remove();
    };
  }, []);
  return reduced;
}
