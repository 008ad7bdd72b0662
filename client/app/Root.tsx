import { useEffect, useRef } from 'react';
import { Outlet, ScrollRestoration, useLocation } from 'react-router';
import { updateAccount } from '../../shared/identity.ts';
import { call } from '../connection/call.ts';
import { useSession } from '../connection/session.tsx';
import { onLanguageChosen, setLanguage } from '../ui/language.ts';
import { focusNewPage } from '../ui/pageFocus.ts';
import { ConnectionBanner } from './ConnectionBanner.tsx';
import { UnsentLine } from './UnsentLine.tsx';
import { UpdateBar } from './UpdateBar.tsx';

/** Around every page: what happens on navigation, the language of the account, and whether there is a connection. */
export function Root() {
  useFocusOnNavigation();
  useLanguageOfAccount();
  const { account } = useSession();
  return (
    <>
      <ConnectionBanner />
      <UpdateBar />
      {account !== null && <UnsentLine accountId={account.id} />}
      <Outlet />
      <ScrollRestoration />
    </>
  );
}

function useFocusOnNavigation(): void {
  const { pathname } = useLocation();
  const previous = useRef(pathname);
  useEffect(() => {
    if (previous.current === pathname) return;
    previous.current = pathname;
    focusNewPage();
  }, [pathname]);
}

/** The language that the account has chosen is used wherever it signs in; a choice made here is kept in the account. */
function useLanguageOfAccount(): void {
  const { account, refresh } = useSession();
  const id = account?.id;
  const locale = account?.locale ?? null;
  useEffect(() => {
    if (locale !== null) setLanguage(locale);
  }, [locale]);
  useEffect(() => {
    if (id === undefined) return;
    return onLanguageChosen((chosen) => {
      // Without a connection the choice still holds in this browser.
      call(updateAccount, { body: { locale: chosen } }).then(refresh, () => undefined);
    });
  }, [id, refresh]);
}
