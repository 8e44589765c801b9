import type ui from './en/ui.json';
import type common from './en/common.json';

/** Every message there is, by the English files. A new feature file is added above and here, one line each. */
export type MessageKey = keyof typeof ui | keyof typeof common;
