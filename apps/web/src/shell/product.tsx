import { QueryClientProvider, type QueryClient } from '@tanstack/react-query';
import { RouterProvider, type AnyRouter } from '@tanstack/react-router';
import { LanguageProvider } from '../lib/i18n.tsx';

/** The whole product: what is asked of the server, the language, the page of the address. */
export function Product({ router, queries }: { router: AnyRouter; queries: QueryClient }) {
  return (
    <QueryClientProvider client={queries}>
      <LanguageProvider>
        <RouterProvider router={router} />
      </LanguageProvider>
    </QueryClientProvider>
  );
}
