import { askOwnDevice, listDevices, pairDevice, removeDevice } from '../../shared/devices.ts';
import { createTokenCookie } from '../http/cookie.ts';
import type { Devices } from './devices.ts';
import type { ClassroomDeps } from './index.ts';

/** Registers the endpoints of shared/devices.ts. */
export function registerDeviceRoutes({ handle, identity, secureCookies }: ClassroomDeps, devices: Devices): void {
  const cookie = createTokenCookie('tongke_device', secureCookies);

  handle(askOwnDevice, async (_input, { caller, request, response }) => {
    const token = cookie.read(request.headers.cookie);
    const known = await devices.own(token, request.ip, (issued) => cookie.write(response, issued));
    if ('own' in known) return known.own;
    const { name, school, accountId } = known;
    const renewed = caller?.accountId !== accountId;
    if (renewed) await identity.sessions.start(accountId, request, response);
    return { state: 'paired' as const, name, school, renewed };
  });

  handle(listDevices, (_input, { caller }) => devices.list(caller));

  handle(pairDevice, ({ body }, { caller, request }) => devices.pair(body, caller, request.ip));

  handle(removeDevice, async ({ params }, { caller }) => {
    await devices.remove(params.deviceId, caller);
    return { done: true as const };
  });
}
