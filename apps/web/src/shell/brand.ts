const storageKey = 'ithaca.brand';
const standard = '#3b4fd8';

/** Shows the brand of last time at once, so that nothing changes colour while the page loads. */
export function applyStoredBrand(): void {
  const [, style] = (localStorage.getItem(storageKey) ?? '').split('|');
  if (style) document.documentElement.style.cssText = style;
}

/** Puts the organisation's colour on everything; the arithmetic of it is loaded only when the colour is new here. */
export async function showBrand(colour: string): Promise<void> {
  const [known] = (localStorage.getItem(storageKey) ?? '').split('|');
  if (known === colour || (known === '' && colour === standard)) return;
  const colours = await import('../ui/brand.ts').catch(() => null);
  // Without connection the standard colour stays; a colour is no reason to stop.
  if (!colours) return;
  const { applyBrand, brandFrom } = colours;
  applyBrand(colour === standard ? null : brandFrom(colour));
  localStorage.setItem(storageKey, `${colour}|${document.documentElement.style.cssText}`);
}

export function forgetBrand(): void {
  localStorage.removeItem(storageKey);
  document.documentElement.style.cssText = '';
}
