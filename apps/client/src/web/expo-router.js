import { Fragment } from "react";

/**
 * In the place of three modules of Expo Router: its stack is not drawn on the web, only its rules are followed; each
 * screen names the window by itself; and there are no native screens to be told anything.
 */
export { StackRouter } from "expo-router/build/react-navigation/routers/StackRouter";

export const Head = () => null;
Head.Provider = Fragment;

export const initScreensFeatureFlags = () => undefined;
