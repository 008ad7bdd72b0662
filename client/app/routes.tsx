import { createBrowserRouter, type RouteObject } from 'react-router';
import { Failed } from './Failed.tsx';
import { Layout } from './Layout.tsx';
import { RequireAccount, RequireTerm } from './RequireAccount.tsx';
import { RequireNobody } from './RequireNobody.tsx';
import { Root } from './Root.tsx';

/** Pages for people who are not signed in. */
const outside: RouteObject[] = [
  { path: '/welcome', lazy: async () => ({ Component: (await import('../programme/WelcomePage.tsx')).WelcomePage }) },
  { path: '/setup', lazy: async () => ({ Component: (await import('../programme/SetupPage.tsx')).SetupPage }) },
  { path: '/sign-in', lazy: async () => ({ Component: (await import('../identity/SignInPage.tsx')).SignInPage }) },
];

/** Pages for anybody, signed in or not. */
const open: RouteObject[] = [
  { path: '/device', lazy: async () => ({ Component: (await import('../classroom/pairing/DevicePage.tsx')).DevicePage }) },
  {
    path: '/invitation/:token',
    lazy: async () => ({ Component: (await import('../programme/InvitationPage.tsx')).InvitationPage }),
  },
  {
    path: '/answer/:code?',
    lazy: async () => ({ Component: (await import('../classroom/answering/AnswerPage.tsx')).AnswerPage }),
  },
];

/** Pages for an account that has no running term, without the layout. */
const waiting: RouteObject[] = [
  { path: '/term-ended', lazy: async () => ({ Component: (await import('../identity/TermEndedPage.tsx')).TermEndedPage }) },
];

/** Pages for every account, even when its term has ended. */
const account: RouteObject[] = [
  { path: '/account', lazy: async () => ({ Component: (await import('../identity/AccountPage.tsx')).AccountPage }) },
  { path: '/api-docs', lazy: async () => ({ Component: (await import('./ApiPage.tsx')).ApiPage }) },
  { path: '*', lazy: async () => ({ Component: (await import('./NotFoundPage.tsx')).NotFoundPage }) },
];

/** Pages of the programme, within the layout. They need a running term. */
const inside: RouteObject[] = [
  { path: '/', lazy: async () => ({ Component: (await import('./TodayPage.tsx')).TodayPage }) },
  { path: '/lessons', lazy: async () => ({ Component: (await import('../planning/LessonsPage.tsx')).LessonsPage }) },
  { path: '/lessons/:lessonId', lazy: async () => ({ Component: (await import('../planning/LessonPage.tsx')).LessonPage }) },
  {
    path: '/lessons/:lessonId/compare/:relativeId',
    lazy: async () => ({ Component: (await import('../planning/variants/ComparePage.tsx')).ComparePage }),
  },
  {
    path: '/templates',
    lazy: async () => ({ Component: (await import('../planning/templates/TemplatesPage.tsx')).TemplatesPage }),
  },
  { path: '/search', lazy: async () => ({ Component: (await import('../search/SearchPage.tsx')).SearchPage }) },
  { path: '/devices', lazy: async () => ({ Component: (await import('../classroom/pairing/DevicesPage.tsx')).DevicesPage }) },
  { path: '/inbox', lazy: async () => ({ Component: (await import('../notifications/InboxPage.tsx')).InboxPage }) },
  { path: '/pairings', lazy: async () => ({ Component: (await import('../programme/PairingsPage.tsx')).PairingsPage }) },
  { path: '/pairings/:pairingId', lazy: async () => ({ Component: (await import('../programme/PairingPage.tsx')).PairingPage }) },
];

/** Pages that need the whole window, without the layout, such as a class. They need a running term. */
const whole: RouteObject[] = [
  { path: '/class/:sessionId', lazy: async () => ({ Component: (await import('../classroom/ClassPage.tsx')).ClassPage }) },
];

/** Makes the router. A page is one lazy line above: its code is loaded when it is opened. */
export const createRouter = () =>
  createBrowserRouter([
    {
      element: <Root />,
      errorElement: <Failed />,
      hydrateFallbackElement: <></>,
      children: [
        { element: <RequireNobody />, children: outside },
        ...open,
        {
          element: <RequireAccount />,
          children: [
            ...waiting,
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
