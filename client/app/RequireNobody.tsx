import { Navigate, Outlet, useSearchParams } from 'react-router';
import { useSession } from '../connection/session.tsx';
import { Loading } from '../ui/Loading.tsx';
import { Unreachable } from './Unreachable.tsx';

/** Pages below are for people who are not signed in. Whoever is, or has just become so, goes on to where they wanted to be. */
export function RequireNobody() {
  const { status } = useSession();
  const [search] = useSearchParams();
  if (status === 'unknown') return <Loading height="100dvh" />;
  if (status === 'unreachable') return <Unreachable />;
  if (status === 'signed-in') return <Navigate to={returnPath(search.get('return'))} replace />;
  return <Outlet />;
}

/** A path of this site, or the first page: an address of another site is never followed. */
export function returnPath(wanted: string | null): string {
  return wanted !== null && /^\/(?![/\\])/.test(wanted) ? wanted : '/';
}
