let wanted = false;

/** Called after a navigation: the new page's heading takes the focus now, or as soon as it is there. */
export function focusNewPage(): void {
  const heading = document.querySelector('h1');
  wanted = heading === null;
  heading?.focus({ preventScroll: true });
}

/** Called by a heading that has just appeared. */
export function takeFocusIfWanted(heading: HTMLElement | null): void {
  if (!wanted || heading === null) return;
  wanted = false;
  heading.focus({ preventScroll: true });
}
