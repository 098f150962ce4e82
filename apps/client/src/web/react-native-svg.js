import { createElement } from "react";
import StyleSheet from "react-native-web/dist/exports/StyleSheet";

/**
 * In the place of react-native-svg: a browser draws SVG by itself. Its elements take the same names in camel case;
 * only what React Native calls otherwise is put into the browser's words.
 */
const element = (tag) => (props) => createElement(tag, inBrowsersWords(props));

function inBrowsersWords({ style, testID, accessibilityLabel, onPress, ...props }) {
  return {
    ...props,
    ...(style ? { style: StyleSheet.flatten(style) } : {}),
    ...(testID ? { "data-testid": testID } : {}),
    ...(accessibilityLabel ? { "aria-label": accessibilityLabel } : {}),
    ...(onPress ? { onClick: onPress } : {}),
  };
}

export const Svg = element("svg");
export const Circle = element("circle");
export const ClipPath = element("clipPath");
export const Defs = element("defs");
export const Ellipse = element("ellipse");
export const G = element("g");
export const Image = element("image");
export const Line = element("line");
export const LinearGradient = element("linearGradient");
export const Path = element("path");
export const Polygon = element("polygon");
export const Polyline = element("polyline");
export const Rect = element("rect");
export const Stop = element("stop");
export const Text = element("text");

export default Svg;
