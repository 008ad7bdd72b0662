import { MantineProvider } from '@mantine/core';
import { QueryClient, QueryClientProvider } from '@tanstack/react-query';
import { useState } from 'react';
import { RouterProvider } from 'react-router/dom';
import { isPassing } from '../connection/callError.ts';
import { SessionProvider } from '../connection/session.tsx';
import { ErrorBoundary } from '../ui/ErrorBoundary.tsx';
import { styleNonce } from '../ui/styleNonce.ts';
import { cssVariables, theme } from '../ui/theme.ts';
import { createRouter } from './routes.tsx';

// Dialogs and drawers keep the page behind them from scrolling with a style element, which takes its nonce from here.
Object.assign(globalThis, { __webpack_nonce__: styleNonce() });

/** The whole client: theme, answers, session, pages. */
export function App() {
  const [queries] = useState(createQueries);
  const [router] = useState(createRouter);
  return (
    <MantineProvider theme={theme} cssVariablesResolver={cssVariables} defaultColorScheme="auto" getStyleNonce={styleNonce}>
      <ErrorBoundary>
        <QueryClientProvider client={queries}>
          <SessionProvider>
            <RouterProvider router={router} />
          </SessionProvider>
        </QueryClientProvider>
      </ErrorBoundary>
    </MantineProvider>
  );
}

/** Answers are asked again when a page is looked at again; while offline the error is shown rather than an endless wait. */
function createQueries(): QueryClient {
  return new QueryClient({
    defaultOptions: {
      queries: {
        staleTime: 10_000,
        networkMode: 'always',
        retry: (failures, error) => isPassing(error) && failures < 2,
      },
      mutations: { networkMode: 'always', retry: false },
    },
  });
}
