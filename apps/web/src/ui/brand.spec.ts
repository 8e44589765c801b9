import { describe, expect, it } from '@jest/globals';
import { wcagContrast } from 'culori/fn';
import { brandFrom } from './brand.ts';

const grounds = {
  light: ['#ffffff', '#f8fafe', '#f1f3f9'],
  dark: ['#0e1116', '#14171d', '#1b1e25', '#23262d'],
};
const sixteenSteps = Array.from({ length: 16 }, (_, step) => (step * 17).toString(16).padStart(2, '0'));
const colours = sixteenSteps.flatMap((red) =>
  sixteenSteps.flatMap((green) => sixteenSteps.map((blue) => `#${red}${green}${blue}`)),
);

describe('a brand colour', () => {
  it('is legible in both themes whichever of 4,096 colours is chosen', () => {
    expect(colours).toHaveLength(4096);
    const failures: string[] = [];
    for (const colour of colours) {
      const brand = brandFrom(colour);
      for (const theme of ['light', 'dark'] as const) {
        const { solid, strong, onSolid, text, tint, ring } = brand[theme];
        const page = grounds[theme][0] ?? '';
        const isLegible =
          wcagContrast(solid, page) >= 3 &&
          wcagContrast(onSolid, solid) >= 4.5 &&
          wcagContrast(onSolid, strong) >= 4.5 &&
          [...grounds[theme], tint].every((ground) => wcagContrast(text, ground) >= 4.5) &&
          grounds[theme].every((ground) => wcagContrast(ring, ground) >= 3);
        if (!isLegible) failures.push(`${colour} ${theme}`);
      }
    }
    expect(failures).toEqual([]);
  });

  it('stays as given where it passes already', () => {
    expect(brandFrom('#3b4fd8').light.solid).toBe('#3b4fd8');
    expect(brandFrom('#ffcc00').dark.solid).toBe('#ffcc00');
  });

  it('keeps its hue where its lightness must move', () => {
    const { solid } = brandFrom('#ffcc00').light;
    expect(solid).not.toBe('#ffcc00');
    expect(wcagContrast(solid, '#ffffff')).toBeLessThan(3.2);
  });

  it('is refused when it is no colour', () => {
    expect(() => brandFrom('yellow')).toThrow('yellow is not a colour like #3b4fd8');
  });
});
