import { Slot } from "expo-router";

/** One screen at a time: what a browser does not show, it should not hold. */
export const Navigator = () => <Slot />;
