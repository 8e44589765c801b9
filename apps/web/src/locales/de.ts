import type { Messages } from '@lingui/core';

const files = import.meta.glob<Messages>('./de/{ui,common,shell,problem}.json', {
  eager: true,
  import: 'default',
});

export const messages: Messages = Object.assign({}, ...Object.values(files));
