/** The small window that stays on top, where a browser has one (Chromium's Document Picture-in-Picture). */
interface DocumentPictureInPicture {
  requestWindow: (size: { width: number; height: number }) => Promise<Window>;
}

const size = { width: 400, height: 320 };

const documents = (): DocumentPictureInPicture | undefined =>
  (window as { documentPictureInPicture?: DocumentPictureInPicture }).documentPictureInPicture;

/** How this browser can keep a class in sight over other windows: a window of our own, one video, or not at all. */
export function waysToFloat(): 'window' | 'video' | null {
  if (documents() !== undefined) return 'window';
  return document.pictureInPictureEnabled ? 'video' : null;
}

/** Opens the small window, dressed as this page is; null when the browser or the person would not have it. */
export async function openFloating(): Promise<Window | null> {
  const opened = await documents()
    ?.requestWindow(size)
    .catch(() => null);
  if (opened == null) return null;
  dress(opened);
  return opened;
}

/** Lets the large video itself float. Answers false when there is none, or the browser would not. */
export async function floatVideo(stage: ParentNode = document): Promise<boolean> {
  const video = stage.querySelector<HTMLVideoElement>('[data-large="true"] video');
  if (video === null) return false;
  return video.requestPictureInPicture().then(
    () => true,
    () => false,
  );
}

/** Gives the window the page's language, colours and rules. A constructed sheet needs no exception from the content policy. */
function dress(opened: Window): void {
  const root = opened.document.documentElement;
  for (const { name, value } of document.documentElement.attributes) root.setAttribute(name, value);
  const made = new (opened as Window & { CSSStyleSheet: typeof CSSStyleSheet }).CSSStyleSheet();
  made.replaceSync([...document.styleSheets].flatMap(rulesOf).join('\n'));
  opened.document.adoptedStyleSheets = [made];
  opened.document.title = document.title;
}

function rulesOf(sheet: CSSStyleSheet): string[] {
  try {
    return [...sheet.cssRules].map(({ cssText }) => cssText);
  } catch {
    // The rules of another origin cannot be read; we have none.
    return [];
  }
}
