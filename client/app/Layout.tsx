import { Group } from '@mantine/core';
import { IconBooks, IconHome, IconSearch, IconUsersGroup } from '@tabler/icons-react';
import { lazy, Suspense } from 'react';
import { Link, NavLink, Outlet } from 'react-router';
import { InboxBell } from '../notifications/InboxBell.tsx';
import { useLessonNews } from '../planning/useLessonNews.ts';
import { useAccount } from '../connection/session.tsx';
import { SearchBox } from '../search/SearchBox.tsx';
import { LanguageSwitch } from '../ui/LanguageSwitch.tsx';
import { Mark } from '../ui/Mark.tsx';
import { PersonAvatar } from '../ui/PersonAvatar.tsx';
import { SchemeSwitch } from '../ui/SchemeSwitch.tsx';
import { useWords } from '../ui/words.ts';
import classes from './Layout.module.css';
import { words } from './words.ts';

/** Menus need a positioning library of their own weight; the page need not wait for it. */
const AccountMenu = lazy(async () => ({ default: (await import('./AccountMenu.tsx')).AccountMenu }));

const places = [
  { to: '/', key: 'nav.today', icon: IconHome },
  { to: '/lessons', key: 'nav.lessons', icon: IconBooks },
  { to: '/pairings', key: 'nav.pairings', icon: IconUsersGroup },
  { to: '/search', key: 'nav.search', icon: IconSearch },
] as const;

/** The frame of every page but those that need the whole window: where one can go, and who one is. */
export function Layout() {
  const t = useWords(words);
  const account = useAccount();
  useLessonNews();
  return (
    <div className={classes.layout}>
      <a className={classes.skip} href="#main">
        {t('skip')}
      </a>
      <header className={classes.bar}>
        <Link to="/" className={classes.mark}>
          <Mark />
        </Link>
        <nav className={classes.places} aria-label={t('nav.label')}>
          {places.map(({ to, key, icon: Icon }) => (
            <NavLink
              key={to}
              to={to}
              end={to === '/'}
              className={to === '/search' ? `${classes.place} ${classes.find}` : (classes.place ?? '')}
            >
              <Icon size={20} stroke={1.7} aria-hidden />
              <span>{t(key)}</span>
            </NavLink>
          ))}
        </nav>
        <Group gap={4} wrap="nowrap" ml="auto">
          <SearchBox />
          <InboxBell />
          <LanguageSwitch />
          <SchemeSwitch />
          <Suspense fallback={<PersonAvatar person={account} />}>
            <AccountMenu />
          </Suspense>
        </Group>
      </header>
      <main id="main" tabIndex={-1} className={classes.main}>
        <Outlet />
      </main>
    </div>
  );
}
