import Svg, { Circle, Path, Rect } from "react-native-svg";
import { useTheme } from "../../ui/theme";

/** Two pals, one pushing the other on. The same drawing as public/icon.svg. */
export function Brand({ size = 28 }: { size?: number }) {
  const { color } = useTheme();
  return (
    <Svg width={size} height={size} viewBox="0 0 32 32" aria-hidden>
      <Rect width={32} height={32} rx={9} fill={color.accent} />
      <Circle cx={11} cy={12} r={4} fill={color.onAccent} />
      <Circle cx={21} cy={12} r={4} fill={color.onAccent} fillOpacity={0.55} />
      <Path
        d="M5.5 24c0-3.6 2.5-6 5.5-6 2 0 3.3.8 4.4 2.2L18 23.5"
        stroke={color.onAccent}
        strokeWidth={2.6}
        strokeLinecap="round"
        fill="none"
      />
      <Path
        d="M19.5 18.4c3.6-.9 7 1.5 7 5.6"
        stroke={color.onAccent}
        strokeOpacity={0.55}
        strokeWidth={2.6}
        strokeLinecap="round"
        fill="none"
      />
    </Svg>
  );
}
