import { createBrowserRouter, type RouteObject } from 'react-router';
import { Failed } from './Failed.tsx';
import { Layout } from './Layout.tsx';
import { RequireAccount, RequireTerm } from './RequireAccount.tsx';
import { Root } from './Root.tsx';

/** Pages for people who are not signed in. */
const outside: RouteObject[] = [];

/** Pages for every account, even when its term has ended. */
const account: RouteObject[] = [
  { path: '*', lazy: async () => ({ Component: (await import('./NotFoundPage.tsx')).NotFoundPage }) },
];

/** Pages of the programme, within the layout. They need a running term. */
const inside: RouteObject[] = [{ path: '/', lazy: async () => ({ Component: (await import('./TodayPage.tsx')).TodayPage }) }];

/** Pages that need the whole window, without the layout, such as a class. They need a running term. */
const whole: RouteObject[] = [];

/** Makes the router. A page is one lazy line above: its code is loaded when it is opened. */
export const createRouter = () =>
  createBrowserRouter([
    {
      element: <Root />,
      errorElement: <Failed />,
      hydrateFallbackElement: <></>,
      children: [
        ...outside,
        {
          element: <RequireAccount />,
          children: [
            { element: <RequireTerm />, children: whole },
            {
              element: <Layout />,
              children: [{ errorElement: <Failed />, children: [...account, { element: <RequireTerm />, children: inside }] }],
            },
          ],
        },
      ],
    },
  ]);
