/** The nonce that the server put into the page, with which the content policy lets style elements through. */
export function styleNonce(): string {
  return document.querySelector<HTMLMetaElement>('meta[name="csp-nonce"]')?.content ?? '';
}
