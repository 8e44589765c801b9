import { afterEach, beforeEach } from '@jest/globals';
import { cleanup, configure } from '@testing-library/react';
import { ComboBox } from '../ui/combo-box.tsx';
import { DateField } from '../ui/date-field.tsx';
import { InfoButton } from '../ui/info-button.tsx';
import { Menu } from '../ui/menu.tsx';
import { Select } from '../ui/select.tsx';
import { TagField } from '../ui/tag-field.tsx';
import { speak } from './words.ts';

// What React Aria and the charts ask of a browser and jsdom does not have.
class NoObserver implements ResizeObserver, IntersectionObserver {
  readonly root = null;
  readonly rootMargin = '';
  readonly scrollMargin = '';
  readonly thresholds = [];
  observe(): void {}
  unobserve(): void {}
  disconnect(): void {}
  takeRecords(): IntersectionObserverEntry[] {
    return [];
  }
}
globalThis.ResizeObserver ??= NoObserver;
globalThis.IntersectionObserver ??= NoObserver;
globalThis.CSS ??= { escape: (value: string) => value.replace(/[^\w-]/g, '\\$&') } as typeof CSS;
window.matchMedia ??= (media: string) =>
  ({
    media,
    matches: false,
    onchange: null,
    addEventListener: () => {},
    removeEventListener: () => {},
    addListener: () => {},
    removeListener: () => {},
    dispatchEvent: () => false,
  }) satisfies MediaQueryList;
performance.measure ??= () => ({}) as PerformanceMeasure;
Element.prototype.scrollIntoView ??= () => {};
Element.prototype.getAnimations ??= () => [];
window.scrollTo = () => {};

// jsdom knows no <search>, which is an element without an interface of its own in browsers; React would warn of it.
Object.defineProperty(HTMLUnknownElement.prototype, Symbol.toStringTag, {
  get(this: HTMLElement) {
    return this.localName === 'search' ? 'HTMLElement' : 'HTMLUnknownElement';
  },
});

// Lazy parts are loaded and compiled in the first test that shows them; a crowded machine takes its time over that.
configure({ asyncUtilTimeout: 15_000 });

// Specs speak to the parts at once, as people do a moment later.
await Promise.all([ComboBox, DateField, InfoButton, Menu, Select, TagField].map((part) => part.preload()));

beforeEach(() => {
  localStorage.clear();
  speak('en');
});
afterEach(cleanup);
