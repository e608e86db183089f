import { expect } from 'chai';
import { contrast } from './contrast.js';
import { COLOURS, levels, neutrals, THEMES, type NeutralName } from './tokens.js';

const TEXT = 4.5;
const EDGE = 3;
const grounds = ['surface', 'canvas', 'sunken'] as const;

describe('theme colours', () => {
  for (const theme of THEMES) {
    const neutral = neutrals[theme];
    const worst = (colour: string): number => Math.min(...grounds.map((ground) => contrast(colour, neutral[ground])));

    const least: readonly (readonly [NeutralName, number])[] = [
      ...(['text', 'text-2', 'text-3', 'error', 'ok', 'unknown'] as const).map((name) => [name, TEXT] as const),
      ...(['control', 'focus', 'accent'] as const).map((name) => [name, EDGE] as const),
    ];
    for (const [name, limit] of least)
      it(`${theme}: ${name} stands out from every ground by ${limit}`, () => {
        expect(worst(neutral[name])).to.be.at.least(limit);
      });

    it(`${theme}: text on accent is readable and the focus ring stands out from its gap`, () => {
      expect(contrast(neutral['on-accent'], neutral.accent)).to.be.at.least(TEXT);
      expect(contrast(neutral.focus, neutral['focus-gap'])).to.be.at.least(EDGE);
    });

    it(`${theme}: inverse chips are readable`, () => {
      expect(contrast(neutral.surface, neutral.text)).to.be.at.least(TEXT);
    });

    for (const colour of COLOURS)
      it(`${theme}: ${colour} – what is on it, its edge, its text, ink on its tint`, () => {
        const { fill, on, edge, text, tint } = levels[theme][colour];
        expect(contrast(on, fill)).to.be.at.least(TEXT);
        expect(worst(edge)).to.be.at.least(EDGE);
        expect(Math.min(contrast(text, neutral.surface), contrast(text, tint))).to.be.at.least(TEXT);
        expect(contrast(neutral.text, tint)).to.be.at.least(TEXT);
        expect(contrast(edge, tint), 'edge beside the tint').to.be.at.least(EDGE);
      });
  }

  it('are the ones that were measured', () => {
    const near = (have: number, want: number): void => void expect(have).to.be.closeTo(want, 0.06);
    near(contrast(neutrals.light.control, neutrals.light.sunken), 3.6);
    near(contrast(neutrals.light.text, neutrals.light.sunken), 13.9);
    near(contrast(neutrals.dark.focus, neutrals.dark.surface), 8.3);
    near(contrast(levels.light.orange.on, levels.light.orange.fill), 7.8);
    near(contrast(levels.dark.red.edge, neutrals.dark.surface), 6.1);
    near(contrast(neutrals.light.text, levels.light.red.tint), 12.7);
  });

  it('a signal does not change colour at night', () => {
    for (const colour of COLOURS) expect(levels.dark[colour].fill).to.equal(levels.light[colour].fill);
  });

  it('the ring of focus is no level colour', () => {
    for (const theme of THEMES)
      for (const colour of COLOURS) expect(neutrals[theme].focus).to.not.equal(levels[theme][colour].fill);
  });
});
