const key = 'tongke-answering';

/** The token of this device's place in a class, so that a page that is opened again is still there. Null without one. */
export function readToken(): string | null {
  try {
    return localStorage.getItem(key);
  } catch {
    return null;
  }
}

/** Keeps the token, or forgets it. A browser that keeps nothing asks for the code again. */
export function keepToken(token: string | null): void {
  try {
    if (token === null) localStorage.removeItem(key);
    else localStorage.setItem(key, token);
  } catch {
    // A private window of an old browser.
  }
}
