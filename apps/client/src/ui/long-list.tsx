import type { LegendList } from "@legendapp/list/react-native";
import type { ComponentType } from "react";
import { later } from "../lib/later";

export type { LegendListRef as LongListRef } from "@legendapp/list/react-native";

/** A list that holds only what is in sight: `LegendList` of @legendapp/list, with its props, in a chunk of its own. */
export const LongList = later(
  () => import("./legend-list") as unknown as Promise<{ default: ComponentType<object> }>,
) as unknown as typeof LegendList;
