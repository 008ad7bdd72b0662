import { useSession } from '../../connection/session.tsx';
import { Loading } from '../../ui/Loading.tsx';
import { PageTitle } from '../../ui/PageTitle.tsx';
import { useWords } from '../../ui/words.ts';
import classes from './Device.module.css';
import { DeviceHome } from './DeviceHome.tsx';
import { useOwnDevice } from './useOwnDevice.ts';
import { words } from './words.ts';

/** The page that a classroom's computer keeps open: its code until it is paired, then its classes, which it joins by itself. */
export function DevicePage() {
  const t = useWords(words);
  const { own, error } = useOwnDevice();
  const { account, status } = useSession();
  if (own === null && error === null) return <Loading height="100dvh" />;
  if (own?.state === 'paired' && status === 'signed-in') return <DeviceHome name={own.name} school={own.school} />;
  return (
    <main className={classes.page}>
      <PageTitle title={t('own.title')} className={classes.title} />
      {error !== null && (
        <p className={classes.alert} role="alert">
          {t('own.offline')}
        </p>
      )}
      {own?.state === 'waiting' && (
        <>
          <p className={classes.lead}>{t('own.lead')}</p>
          <p className={classes.code} role="img" aria-label={`${t('own.code')} ${own.code}`}>
            <span>{own.code.slice(0, 3)}</span>
            <span>{own.code.slice(3)}</span>
          </p>
          <p className={classes.lead}>{t('own.how')}</p>
          <p className={classes.quiet}>{account === null ? t('own.once') : t('own.signedIn', { name: account.name })}</p>
        </>
      )}
    </main>
  );
}
