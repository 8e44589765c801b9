import { text } from '../lib/i18n.tsx';
import { showToast } from './toast.tsx';

type Said = {
  /** What follows from it, where that is not plain. */
  done?: string;
  /** How else to come by the words, where they do not stand on the page to be marked. */
  refused?: string;
};

/** Puts words on the clipboard and says so. A browser may forbid it: that is said as well, and the answer is false. */
export async function copyText(words: string, said: Said = {}): Promise<boolean> {
  try {
    await navigator.clipboard.writeText(words);
    showToast({ title: said.done ?? text('ui.copied') });
    return true;
  } catch {
    showToast({ tone: 'warning', title: said.refused ?? text('ui.notCopied') });
    return false;
  }
}

/** Marks what stands in a field, so that one key copies it. */
export function markField(field: HTMLInputElement | HTMLTextAreaElement | null): void {
  field?.focus();
  field?.select();
}
