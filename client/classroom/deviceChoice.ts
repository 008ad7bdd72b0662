/** The devices somebody chose, as this browser names them. */
export interface DeviceChoice {
  camera?: string;
  microphone?: string;
  speaker?: string;
}

const key = 'tongke.devices';

/** What was chosen the last time in this browser; nothing when storage is not to be had. */
export function recallDevices(): DeviceChoice {
  try {
    const stored: unknown = JSON.parse(localStorage.getItem(key) ?? '{}');
    if (typeof stored !== 'object' || stored === null) return {};
    const known = (['camera', 'microphone', 'speaker'] as const).map((kind) => [kind, Reflect.get(stored, kind) as unknown]);
    return Object.fromEntries(known.filter(([, value]) => typeof value === 'string')) as DeviceChoice;
  } catch {
    return {};
  }
}

/** Remembers a choice for the next class. */
export function rememberDevices(choice: DeviceChoice): void {
  try {
    localStorage.setItem(key, JSON.stringify(choice));
  } catch {
    // Without storage the choice lasts as long as the page.
  }
}
