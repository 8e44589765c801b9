/** Whose calendars a person may let the product read free and busy from. */
export const calendarProviders = ['google', 'microsoft'] as const;
export type CalendarProviderName = (typeof calendarProviders)[number];

/** `expired`: the agreement is not taken any more, and only the person can give it anew. */
export const connectionStates = ['connected', 'expired'] as const;
export type ConnectionState = (typeof connectionStates)[number];
