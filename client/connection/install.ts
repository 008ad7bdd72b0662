import { useSyncExternalStore } from 'react';

/** The browser's offer to put the site among the apps of the device; not every browser makes it. */
interface InstallOffer extends Event {
  prompt: () => Promise<unknown>;
}

let offer: InstallOffer | null = null;
const listeners = new Set<() => void>();

/** Keeps the browser's offer for the button on the account page. Called once, before the page is drawn. */
export function watchInstall(): void {
  addEventListener('beforeinstallprompt', (event) => {
    event.preventDefault();
    take(event as InstallOffer);
  });
  addEventListener('appinstalled', () => take(null));
}

/** Asks to install the app; null where the browser does not offer it, or it is installed already. */
export function useInstall(): (() => void) | null {
  const current = useSyncExternalStore(
    (listener) => {
      listeners.add(listener);
      return () => void listeners.delete(listener);
    },
    () => offer,
  );
  if (current === null) return null;
  return () => void current.prompt().then(() => take(null));
}

function take(next: InstallOffer | null): void {
  offer = next;
  for (const listener of listeners) listener();
}
