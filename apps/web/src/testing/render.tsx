import { QueryClient, QueryClientProvider } from '@tanstack/react-query';
import { render as renderPlain, type RenderResult } from '@testing-library/react';
import { userEvent, type UserEvent } from '@testing-library/user-event';
import type { ReactElement } from 'react';
import { ClientLinks } from '../lib/client-links.tsx';
import { LanguageProvider } from '../lib/i18n.tsx';
import { ReadersZone } from '../lib/today.ts';
import type { Locale } from '../locales/catalogues.ts';
import { sessionQuery } from '../shell/session.tsx';
import { speak } from './words.ts';

export type RenderOptions = { locale?: Locale; queryClient?: QueryClient };
export type Rendered = RenderResult & {
  user: UserEvent;
  /** The paths links went to, in order. */
  visited: string[];
  queryClient: QueryClient;
};

/** Without retries and without waiting: a test hears of a failure at once. */
export function testQueryClient(): QueryClient {
  return new QueryClient({ defaultOptions: { queries: { retry: false, gcTime: Infinity } } });
}

/** Renders with words, formats, server data and links as in the app; times in the zone of who is signed in. */
export function render(element: ReactElement, options: RenderOptions = {}): Rendered {
  const { locale = 'en', queryClient = testQueryClient() } = options;
  if (locale !== 'en') speak(locale);
  const visited: string[] = [];
  const result = renderPlain(element, {
    wrapper: ({ children }) => (
      <QueryClientProvider client={queryClient}>
        <ClientLinks navigate={(path) => void visited.push(path)}>
          <LanguageProvider>
            <ReadersZone value={queryClient.getQueryData(sessionQuery.queryKey)?.person?.timeZone}>
              {children}
            </ReadersZone>
          </LanguageProvider>
        </ClientLinks>
      </QueryClientProvider>
    ),
  });
  return { ...result, user: userEvent.setup(), visited, queryClient };
}
