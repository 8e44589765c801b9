/** Until when something of the inbox is out of sight: a morning of the reader's own. */
export const snoozeChoices = ['tomorrow', 'next-week'] as const;
export type SnoozeChoice = (typeof snoozeChoices)[number];
