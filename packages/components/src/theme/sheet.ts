import { COLOURS, FONTS, levels, neutrals, SETTABLE, THEMES, type NeutralName, type Theme } from './tokens.js';

/** The custom property that holds a colour inside an element. */
export const inside = (name: string): string => `--_${name}`;

function declarations(theme: Theme): string {
  const neutral = neutrals[theme];
  const names = Object.keys(neutral) as NeutralName[];
  const ground = names.map((name) => {
    const value = SETTABLE.includes(name) ? `var(--yj-${name}, ${neutral[name]})` : neutral[name];
    return `${inside(name)}: ${value};`;
  });
  const graded = COLOURS.flatMap((colour) =>
    Object.entries(levels[theme][colour]).map(([part, value]) => `${inside(`${colour}-${part}`)}: ${value};`),
  );
  return [...ground, ...graded].join('\n');
}

const quote = (face: string): string => (face.includes('-') && face === face.toLowerCase() ? face : `"${face}"`);

/** The stack of local faces; `system-ui` and `sans-serif` are keywords, not names. */
export const fontStack = FONTS.map(quote).join(', ');

/**
 * The rules that give the inner box of an element its colours. They sit on the box, not on `:host`, so that no rule of the
 * page reaches those it may not set.
 */
export function themeRules(): string {
  const themes = THEMES.map((theme) => `.box[data-theme='${theme}'] {\n${declarations(theme)}\n}`);
  const shared = `.box {
    ${inside('font')}: var(--yj-font, ${fontStack});
    ${inside('scale')}: var(--yj-scale, 1);
    ${inside('radius')}: var(--yj-radius, 3px);
    ${inside('space')}: var(--yj-space, 4px);
  }`;
  // The page's colours give way to the reader's; marks keep their shape and word.
  const named = (keyword: string, names: readonly string[]): string[] =>
    names.map((name) => `${inside(name)}: ${keyword};`);
  const forced = [
    ...named('Canvas', ['canvas', 'surface', 'sunken', 'on-accent', 'focus-gap', ...COLOURS.map((c) => `${c}-tint`)]),
    ...named('CanvasText', ['line', 'control', 'text', 'text-2', 'text-3', 'accent', 'error', 'ok', 'unknown']),
    ...named(
      'Canvas',
      COLOURS.map((c) => `${c}-fill`),
    ),
    ...named(
      'CanvasText',
      COLOURS.flatMap((c) => [`${c}-on`, `${c}-edge`, `${c}-text`]),
    ),
    ...named('Highlight', ['focus']),
  ].join('\n');
  return `${themes.join('\n')}\n${shared}\n@media (forced-colors: active) {\n.box[data-theme] {\n${forced}\n}\n}`;
}

let shared: CSSStyleSheet | undefined;

/** One style sheet for all elements of a page, made when the first of them needs it: importing must not need a browser. */
export function themeSheet(): CSSStyleSheet {
  if (!shared) {
    shared = new CSSStyleSheet();
    shared.replaceSync(themeRules());
  }
  return shared;
}
