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
  const { applyBrand, brandFrom } = await import('../ui/brand.ts');
  applyBrand(colour === standard ? null : brandFrom(colour));
  localStorage.setItem(storageKey, `${colour}|${document.documentElement.style.cssText}`);
}

export function forgetBrand(): void {
  localStorage.removeItem(storageKey);
  document.documentElement.style.cssText = '';
}
