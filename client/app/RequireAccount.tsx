import { Navigate, Outlet, useLocation } from 'react-router';
import { useAccount, useSession } from '../connection/session.tsx';
import { Loading } from '../ui/Loading.tsx';
import { Unreachable } from './Unreachable.tsx';

/** Pages below need an account: others are led to the sign-in page, and back afterwards. */
export function RequireAccount() {
  const { status, departure } = useSession();
  const { pathname, search } = useLocation();
  if (status === 'unknown') return <Loading height="100dvh" />;
  if (status === 'unreachable') return <Unreachable />;
  if (status === 'signed-out') {
    const back = pathname === '/' || departure === 'chosen' ? '' : `?return=${encodeURIComponent(pathname + search)}`;
    return <Navigate to={`/sign-in${back}`} replace />;
  }
  return <Outlet />;
}

/** Pages below need a running term; an account without one is told so. */
export function RequireTerm() {
  const { memberships } = useAccount();
  return memberships.some(({ active }) => active) ? <Outlet /> : <Navigate to="/term-ended" replace />;
}
