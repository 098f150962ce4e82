/**
 * The look in numbers, once. One accent; four states that never mean anything else; three steps of text.
 * Every text colour keeps 4.5:1 on every surface of its scheme (tokens.test.ts).
 */
export interface Palette {
  /** The page, what lies on it, what lies above that, and what is sunk into it. */
  page: string;
  surface: string;
  raised: string;
  sunken: string;
  /** Under the pointer, under the finger, and chosen. */
  hover: string;
  pressed: string;
  selected: string;
  line: string;
  /** Edges of what can be filled in or pressed. */
  edge: string;
  text: string;
  muted: string;
  faint: string;
  accent: string;
  accentHover: string;
  accentSoft: string;
  onAccent: string;
  success: string;
  successSoft: string;
  warning: string;
  warningSoft: string;
  danger: string;
  dangerSoft: string;
  onDanger: string;
  focus: string;
  scrim: string;
  /** Code. */
  keyword: string;
  string: string;
  number: string;
  comment: string;
  title: string;
  addedLine: string;
  removedLine: string;
  addedWord: string;
  removedWord: string;
}

export const LIGHT: Palette = {
  page: "#f8f8f6",
  surface: "#ffffff",
  raised: "#ffffff",
  sunken: "#f1f1ee",
  hover: "#f1f1ee",
  pressed: "#e8e8e4",
  selected: "#ebebfb",
  line: "#e6e5e1",
  edge: "#cfcec8",
  text: "#1b1b1f",
  muted: "#575761",
  faint: "#67676f",
  accent: "#4f4fc9",
  accentHover: "#4242b4",
  accentSoft: "#ebebfb",
  onAccent: "#ffffff",
  success: "#1a6b43",
  successSoft: "#e2f4e9",
  warning: "#85500a",
  warningSoft: "#fcf0da",
  danger: "#b3261e",
  dangerSoft: "#fce9e7",
  onDanger: "#ffffff",
  focus: "#4f4fc9",
  scrim: "rgba(20, 20, 28, 0.36)",
  keyword: "#7a3ea8",
  string: "#1a6b43",
  number: "#8a4b08",
  comment: "#66666e",
  title: "#2457b0",
  addedLine: "#e6f6ec",
  removedLine: "#fdecea",
  addedWord: "#b9e6c9",
  removedWord: "#f8c9c4",
};

export const DARK: Palette = {
  page: "#121214",
  surface: "#19191c",
  raised: "#212126",
  sunken: "#0d0d0f",
  hover: "#212126",
  pressed: "#2a2a30",
  selected: "#26264a",
  line: "#29292f",
  edge: "#43434c",
  text: "#ececee",
  muted: "#b0b0b9",
  faint: "#9a9aa4",
  accent: "#a5a5fa",
  accentHover: "#bcbcfd",
  accentSoft: "#26264a",
  onAccent: "#15152b",
  success: "#7bd7a3",
  successSoft: "#15301f",
  warning: "#f0bf6a",
  warningSoft: "#34260d",
  danger: "#ff9e94",
  dangerSoft: "#3d1a17",
  onDanger: "#2b0a07",
  focus: "#a5a5fa",
  scrim: "rgba(0, 0, 0, 0.6)",
  keyword: "#cfa5f0",
  string: "#8fd6ab",
  number: "#eeb877",
  comment: "#9a9aa4",
  title: "#94bbff",
  addedLine: "#12291b",
  removedLine: "#361917",
  addedWord: "#1f5234",
  removedWord: "#6b2a25",
};

/** Steps of four. */
export const SPACE = { xxs: 2, xs: 4, sm: 8, md: 12, lg: 16, xl: 24, xxl: 32, xxxl: 48 } as const;
export const RADIUS = { sm: 6, md: 10, lg: 14, full: 999 } as const;

/** The least height and width of what a finger has to hit. */
export const TARGET = 44;
/** From here on there is room for the sidebar. */
export const WIDE = 900;
/** Lines longer than this are hard to read. */
export const MEASURE = 760;

export const TYPE = {
  display: { fontSize: 26, lineHeight: 32, fontWeight: "700", letterSpacing: -0.4 },
  title: { fontSize: 20, lineHeight: 26, fontWeight: "600", letterSpacing: -0.2 },
  heading: { fontSize: 16, lineHeight: 22, fontWeight: "600", letterSpacing: 0 },
  body: { fontSize: 15, lineHeight: 22, fontWeight: "400", letterSpacing: 0 },
  label: { fontSize: 14, lineHeight: 20, fontWeight: "500", letterSpacing: 0 },
  caption: { fontSize: 13, lineHeight: 18, fontWeight: "400", letterSpacing: 0 },
  micro: { fontSize: 12, lineHeight: 16, fontWeight: "500", letterSpacing: 0.1 },
  code: { fontSize: 13, lineHeight: 20, fontWeight: "400", letterSpacing: 0 },
} as const;

/** In milliseconds; nothing moves when a person has asked for less motion. */
export const MOTION = { quick: 120, normal: 200 } as const;
