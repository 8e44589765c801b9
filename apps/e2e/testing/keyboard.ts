import type { Locator, Page } from 'playwright-core';

/** So many steps are more than any page has; then what is looked for cannot be reached by Tab. */
const MOST_STEPS = 150;

/** Which key brings the focus nearer to the element; null when it is there, 'gone' when it was drawn anew. */
function keyTowards(element: Element): 'Tab' | 'Shift+Tab' | 'gone' | null {
  if (!element.isConnected) return 'gone';
  const focus = document.activeElement;
  if (!focus || focus === document.body) return 'Tab';
  if (element.contains(focus)) return null;
  return element.compareDocumentPosition(focus) & Node.DOCUMENT_POSITION_FOLLOWING ? 'Shift+Tab' : 'Tab';
}

/** Walks with Tab until the focus is in the target, as somebody without a mouse does. */
export async function tabTo(target: Locator): Promise<void> {
  const page = target.page();
  // Kept while walking: an open list of choices on the way hides everything else from those who look by role.
  let element = await target.elementHandle();
  for (let steps = 0; steps < MOST_STEPS; steps += 1) {
    const key = (await element?.evaluate(keyTowards)) ?? null;
    if (key === null) return;
    if (key === 'gone') element = await target.elementHandle();
    else await page.keyboard.press(key);
  }
  throw new Error(`Tab never came to ${String(target)}; the focus is on ${await focusOf(page)}.`);
}

/** Presses a key on the target and waits for what it brings; the focus must be somewhere afterwards. */
export async function press(
  target: Locator,
  { key = 'Enter', shows }: { key?: string; shows?: Locator } = {},
): Promise<void> {
  await tabTo(target);
  await target.page().keyboard.press(key);
  await shows?.waitFor();
  await keepsFocus(target.page());
}

/** Replaces what a field holds. */
export async function type(field: Locator, words: string): Promise<void> {
  await tabTo(field);
  await field.page().keyboard.press('ControlOrMeta+A');
  await field.page().keyboard.type(words);
}

/** Types into a field that proposes, and takes the proposal of that name, then goes on. */
export async function choose(field: Locator, words: string, proposal = words): Promise<void> {
  const page = field.page();
  await type(field, words);
  const option = page.getByRole('option', { name: proposal }).first();
  await option.waitFor();
  const id = await option.getAttribute('id');
  for (let steps = 0; steps < MOST_STEPS; steps += 1) {
    if ((await field.getAttribute('aria-activedescendant')) === id) break;
    await page.keyboard.press('ArrowDown');
  }
  await page.keyboard.press('Enter');
  // Where several can be chosen the list stays open until one goes on.
  await page.keyboard.press('Tab');
  await keepsFocus(page);
}

/** Walks a group of choices with the arrow keys to the one of that name. */
export async function pick(group: Locator, choice: string | RegExp): Promise<void> {
  const radio = group.getByRole('radio', { name: choice });
  await tabTo(group);
  for (let steps = 0; steps < 12; steps += 1) {
    if (await radio.isChecked()) return;
    // The first press takes what has the focus where nothing is chosen yet.
    await group.page().keyboard.press(steps === 0 ? 'Space' : 'ArrowDown');
  }
  throw new Error(`The arrow keys never came to “${String(choice)}”.`);
}

/** The focus is on something: whoever uses the keyboard or listens would be lost at the top of the page otherwise. */
export async function keepsFocus(page: Page): Promise<void> {
  try {
    await page.waitForFunction(() => ![null, document.body].includes(document.activeElement as HTMLElement), {
      timeout: 5_000,
    });
  } catch {
    throw new Error(`The focus is lost on ${page.url()}.`);
  }
}

export const focusOf = (page: Page): Promise<string> =>
  page.evaluate(() => document.activeElement?.outerHTML.slice(0, 200) ?? 'nothing');
