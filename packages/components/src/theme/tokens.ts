/** Colours of every theme as data. Level colours mean level and nothing else; a page may not set them. */
export type Theme = 'light' | 'dark' | 'contrast-light' | 'contrast-dark';
export const THEMES: readonly Theme[] = ['light', 'dark', 'contrast-light', 'contrast-dark'];

/** Levels that have a colour; things not graded have none. */
export type Colour = 'red' | 'orange' | 'yellow' | 'blue';
export const COLOURS: readonly Colour[] = ['red', 'orange', 'yellow', 'blue'];

/** Colours of the ground and of text. Those in {@link SETTABLE} may be set by a page as `--yj-<name>`. */
export interface Neutral {
  readonly canvas: string;
  readonly surface: string;
  readonly sunken: string;
  readonly line: string;
  readonly control: string;
  readonly text: string;
  readonly 'text-2': string;
  readonly 'text-3': string;
  readonly accent: string;
  readonly 'on-accent': string;
  readonly focus: string;
  readonly 'focus-gap': string;
  readonly error: string;
  readonly ok: string;
  readonly unknown: string;
}
export type NeutralName = keyof Neutral;

export const SETTABLE: readonly NeutralName[] = [
  'canvas',
  'surface',
  'sunken',
  'line',
  'control',
  'text',
  'text-2',
  'text-3',
  'accent',
  'on-accent',
  'focus',
];

/** One level: its fill and what is drawn on it, the edge that every fill carries, the level as text, and the row tint. */
export interface LevelColours {
  readonly fill: string;
  readonly on: string;
  readonly edge: string;
  readonly text: string;
  readonly tint: string;
}

const neutral = (colours: readonly string[]): Neutral => {
  const names: readonly NeutralName[] = [...SETTABLE, 'focus-gap', 'error', 'ok', 'unknown'];
  return Object.fromEntries(names.map((name, i) => [name, colours[i]!])) as unknown as Neutral;
};

/** In the order of {@link SETTABLE}, then focus-gap, error, ok, unknown. */
export const neutrals: { readonly [T in Theme]: Neutral } = {
  light: neutral([
    ...['#F3F5F7', '#FFFFFF', '#E8ECF0', '#CDD4DC', '#6F7B89', '#16202B', '#44515F', '#5A6674'],
    ...['#2B3C4E', '#FFFFFF', '#6B21D8', '#FFFFFF', '#9B1B5F', '#0B6E4F', '#5A6674'],
  ]),
  dark: neutral([
    ...['#0E1319', '#171E27', '#0A0E13', '#33404E', '#8C9AA8', '#E9EEF3', '#CDD6DF', '#AEBAC6'],
    ...['#D3DDE7', '#0E1319', '#C7A6FF', '#0E1319', '#F5A3CD', '#6FD6AE', '#AEBAC6'],
  ]),
  'contrast-light': neutral([
    ...['#FFFFFF', '#FFFFFF', '#FFFFFF', '#000000', '#000000', '#000000', '#000000', '#262626'],
    ...['#000000', '#FFFFFF', '#000000', '#FFFFFF', '#7A0F47', '#004D35', '#262626'],
  ]),
  'contrast-dark': neutral([
    ...['#000000', '#000000', '#000000', '#FFFFFF', '#FFFFFF', '#FFFFFF', '#FFFFFF', '#D9D9D9'],
    ...['#FFFFFF', '#000000', '#FFFFFF', '#000000', '#FFB8DC', '#8CF0C8', '#D9D9D9'],
  ]),
};

const level = (fill: string, on: string, edge: string, [text, tint]: readonly [string, string]): LevelColours => ({
  fill,
  on,
  edge,
  text,
  tint,
});

/** Fills are the same in light and dark: a signal does not change colour at night. */
export const levels: { readonly [T in Theme]: { readonly [C in Colour]: LevelColours } } = {
  light: {
    red: level('#D5151F', '#FFFFFF', '#D5151F', ['#B40D1B', '#FCDADC']),
    orange: level('#FF8C1A', '#10161D', '#B34F00', ['#9A4300', '#FFEEDC']),
    yellow: level('#FFDD00', '#10161D', '#8A6A00', ['#6E5400', '#FFF8D1']),
    blue: level('#1450AD', '#FFFFFF', '#1450AD', ['#1450AD', '#E8F0FB']),
  },
  dark: {
    red: level('#D5151F', '#FFFFFF', '#FF6B6B', ['#FF8A8A', '#4D161B']),
    orange: level('#FF8C1A', '#10161D', '#FF8C1A', ['#FFA552', '#37230F']),
    yellow: level('#FFDD00', '#10161D', '#FFDD00', ['#FFDE4A', '#302A0C']),
    blue: level('#1450AD', '#FFFFFF', '#6FA8F5', ['#8DBBFA', '#14263F']),
  },
  'contrast-light': {
    red: level('#A8000F', '#FFFFFF', '#000000', ['#8F000D', '#FFFFFF']),
    orange: level('#FF9A33', '#000000', '#000000', ['#6B2E00', '#FFFFFF']),
    yellow: level('#FFDD00', '#000000', '#000000', ['#4A3800', '#FFFFFF']),
    blue: level('#003B8E', '#FFFFFF', '#000000', ['#003B8E', '#FFFFFF']),
  },
  'contrast-dark': {
    red: level('#A8000F', '#FFFFFF', '#FFFFFF', ['#FFB3B3', '#000000']),
    orange: level('#FF9A33', '#000000', '#FFFFFF', ['#FFBE7A', '#000000']),
    yellow: level('#FFDD00', '#000000', '#FFFFFF', ['#FFE566', '#000000']),
    blue: level('#003B8E', '#FFFFFF', '#FFFFFF', ['#A8CCFF', '#000000']),
  },
};

/** Faces that are on the machine: Han first, so that “ ” … — are full width; the last serves rare characters of names. */
export const FONTS: readonly string[] = [
  'PingFang SC',
  'HarmonyOS Sans SC',
  'MiSans',
  'Microsoft YaHei UI',
  'Microsoft YaHei',
  'Source Han Sans SC',
  'Noto Sans CJK SC',
  'WenQuanYi Micro Hei',
  'system-ui',
  'sans-serif',
  'SimSun-ExtB',
];
