/**
 * In the place of the index of React Native for the web, for those that ask for it as a whole. What is imported by name
 * does not come through here: that is led to its own module.
 */
export { default as Appearance } from "react-native-web/dist/exports/Appearance";
export { default as AppRegistry } from "react-native-web/dist/exports/AppRegistry";
export { default as AppState } from "react-native-web/dist/exports/AppState";
export { default as BackHandler } from "react-native-web/dist/exports/BackHandler";
export { default as Dimensions } from "react-native-web/dist/exports/Dimensions";
export { default as Easing } from "react-native-web/dist/exports/Easing";
export { default as I18nManager } from "react-native-web/dist/exports/I18nManager";
export { default as Image } from "react-native-web/dist/exports/Image";
export { default as Keyboard } from "react-native-web/dist/exports/Keyboard";
export { default as Linking } from "react-native-web/dist/exports/Linking";
export { default as PixelRatio } from "react-native-web/dist/exports/PixelRatio";
export { default as Platform } from "react-native-web/dist/exports/Platform";
export { default as Pressable } from "react-native-web/dist/exports/Pressable";
export { default as ScrollView } from "react-native-web/dist/exports/ScrollView";
export { default as StyleSheet } from "react-native-web/dist/exports/StyleSheet";
export { default as Text } from "react-native-web/dist/exports/Text";
export { default as useColorScheme } from "react-native-web/dist/exports/useColorScheme";
export { default as useWindowDimensions } from "react-native-web/dist/exports/useWindowDimensions";
export { default as View } from "react-native-web/dist/exports/View";
