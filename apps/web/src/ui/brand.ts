import {
  clampChroma,
  converter,
  formatHex,
  modeLrgb,
  modeOklch,
  modeRgb,
  useMode,
  wcagLuminance,
  type Oklch,
} from 'culori/fn';

// `useMode` is culori's registry, not a React hook.
const registerMode = useMode;
registerMode(modeRgb);
// Luminance is measured in linear light.
registerMode(modeLrgb);
registerMode(modeOklch);
const toOklch = converter('oklch');

export type BrandTokens = {
  solid: string;
  strong: string;
  onSolid: string;
  text: string;
  tint: string;
  ring: string;
};
export type Brand = { light: BrandTokens; dark: BrandTokens };

/** The places a brand colour may lie on, as in tokens.css: page, surface, raised, hover. */
const places = {
  light: ['#ffffff', '#f8fafe', '#f1f3f9'],
  dark: ['#0e1116', '#14171d', '#1b1e25', '#23262d'],
};
const onSolids = ['#ffffff', '#111318'] as const;

/** Luminance by hex: the same grounds are measured again and again. */
const luminances = new Map<string, number>();
function luminanceOf(colour: string): number {
  const known = luminances.get(colour) ?? wcagLuminance(colour);
  if (luminances.size > 5_000) luminances.clear();
  luminances.set(colour, known);
  return known;
}
function contrast(one: string, other: string): number {
  const [a, b] = [luminanceOf(one), luminanceOf(other)];
  return (Math.max(a, b) + 0.05) / (Math.min(a, b) + 0.05);
}

const lowest = (colour: string, grounds: readonly string[]) =>
  Math.min(...grounds.map((ground) => contrast(colour, ground)));

const at = (base: Oklch, lightness: number, chroma = base.c): string =>
  formatHex(clampChroma({ ...base, l: lightness, c: chroma }, 'oklch'));

/** The colour nearest in lightness that passes; the search goes away from the grounds. */
function nearest(base: Oklch, theme: 'light' | 'dark', passes: (colour: string) => boolean): string {
  const given = formatHex(base);
  if (passes(given)) return given;
  const towards = theme === 'light' ? -1 : 1;
  for (let step = 1; step <= 100; step++) {
    const lightness = base.l + towards * step * 0.01;
    if (lightness < 0 || lightness > 1) break;
    const colour = at(base, lightness);
    if (passes(colour)) return colour;
  }
  return theme === 'light' ? '#161b24' : '#eef0f4';
}

function tokensFor(base: Oklch, theme: 'light' | 'dark'): BrandTokens {
  const grounds = places[theme];
  const [page = '#ffffff'] = grounds;
  const readableOn = (solid: string) => onSolids.find((ink) => contrast(ink, solid) >= 4.5);
  const solid = nearest(
    base,
    theme,
    (colour) => contrast(colour, page) >= 3 && readableOn(colour) !== undefined,
  );
  const onSolid = readableOn(solid) ?? onSolids[0];
  const solidLch = toOklch(solid) ?? base;
  // Hovering moves away from the ink, so the words on it only get clearer.
  const strong = at(solidLch, Math.min(1, Math.max(0, solidLch.l + (onSolid === '#ffffff' ? -0.06 : 0.05))));
  const tint =
    theme === 'light' ? at(base, 0.96, Math.min(base.c, 0.022)) : at(base, 0.27, Math.min(base.c, 0.05));
  const text = nearest(base, theme, (colour) => lowest(colour, [...grounds, tint]) >= 4.5);
  const ring = nearest(base, theme, (colour) => lowest(colour, grounds) >= 3);
  return { solid, strong, onSolid, text, tint, ring };
}

/**
 * One hex of an organisation becomes what both themes need: at least 4.5 for words (also on the tint), 3 for solid
 * against the page and for the ring on every ground. The colour is kept as given where it passes; else only its
 * lightness moves. Throws on what is no hex.
 */
export function brandFrom(hex: string): Brand {
  const base = /^#[0-9a-f]{6}$/i.test(hex) ? toOklch(hex) : undefined;
  if (!base) throw new Error(`${hex} is not a colour like #3b4fd8`);
  return { light: tokensFor(base, 'light'), dark: tokensFor(base, 'dark') };
}

/** Puts a brand on the document; null takes it off again. Status colours never follow. */
export function applyBrand(brand: Brand | null): void {
  const { style } = document.documentElement;
  const names: Record<keyof BrandTokens, string> = {
    solid: '--color-accent',
    strong: '--color-accent-strong',
    onSolid: '--color-on-accent',
    text: '--color-accent-text',
    tint: '--color-accent-tint',
    ring: '--color-ring',
  };
  for (const [token, property] of Object.entries(names) as [keyof BrandTokens, string][]) {
    if (brand) style.setProperty(property, `light-dark(${brand.light[token]}, ${brand.dark[token]})`);
    else style.removeProperty(property);
  }
}
