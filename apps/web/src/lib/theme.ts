import { rememberDisplay } from './display.ts';

export const themes = ['system', 'light', 'dark'] as const;
export type Theme = (typeof themes)[number];
export const densities = ['comfortable', 'compact'] as const;
export type Density = (typeof densities)[number];

const themeKey = 'ithaca.theme';
const densityKey = 'ithaca.density';

export function currentTheme(): Theme {
  const stored = localStorage.getItem(themeKey);
  return themes.find((theme) => theme === stored) ?? 'system';
}

export function currentDensity(): Density {
  const stored = localStorage.getItem(densityKey);
  return densities.find((density) => density === stored) ?? 'comfortable';
}

/** Puts the stored look on the document; call before the first render, so nothing flashes. */
export function applyLook(): void {
  const { dataset } = document.documentElement;
  const theme = currentTheme();
  if (theme === 'system') delete dataset['theme'];
  else dataset['theme'] = theme;
  dataset['density'] = currentDensity();
}

export function setTheme(theme: Theme): void {
  localStorage.setItem(themeKey, theme);
  applyLook();
  rememberDisplay(theme);
}

export function setDensity(density: Density): void {
  localStorage.setItem(densityKey, density);
  applyLook();
}
