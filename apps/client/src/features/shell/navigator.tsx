import { Stack } from "expo-router";

/** Screens lie on one another, so that a swipe leads back. */
export const Navigator = () => <Stack screenOptions={{ headerShown: false }} />;
