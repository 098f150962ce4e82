import type { LegendList } from "@legendapp/list/react-native";
import { lazy, Suspense } from "react";

export type { LegendListRef as LongListRef } from "@legendapp/list/react-native";

/** A chunk of its own, on its way as soon as a screen with a long list is. */
const loading = import("./legend-list");
const Loaded = lazy(() => loading) as unknown as typeof LegendList;

/** A list that holds only what is in sight: `LegendList` of @legendapp/list, with its props. */
export const LongList = ((props: object) => (
  <Suspense fallback={null}>
    <Loaded {...(props as Parameters<typeof LegendList>[0])} />
  </Suspense>
)) as unknown as typeof LegendList;
