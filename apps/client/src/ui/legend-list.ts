export { LegendList as default } from "@legendapp/list/react-native";
