import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest';
import { endClassSession, listClassSessions, getClassSession } from '../../shared/classroom.ts';
import { askOwnDevice, listDevices, pairDevice, removeDevice } from '../../shared/devices.ts';
import { signOut } from '../../shared/identity.ts';
import { getLesson, listLessons } from '../../shared/planning.ts';
import { until } from '../media/support.ts';
import type { Api } from '../support/api.ts';
import { startPlatform, type TestPlatform } from '../support/platform.ts';
import { buildWorld, type TestPerson, type World } from '../support/world.ts';
import { buildClass, createPages } from './support.ts';

let platform: TestPlatform;
let world: World;
const pages = createPages(() => platform);
beforeAll(async () => {
  platform = await startPlatform();
  world = await buildWorld(platform);
});
afterEach(() => pages.closeAll());
afterAll(() => platform.close());

const codeOf = async (device: Api): Promise<string> => {
  const own = await device.call(askOwnDevice);
  if (own.state !== 'waiting') throw new Error('the device is paired');
  return own.code;
};
/** A browser that is paired with the school of the world. */
const paired = async (by: TestPerson = world.people.recipient, name = '三（1）班大屏') => {
  const device = platform.api();
  const code = await codeOf(device);
  const made = await by.call(pairDevice, { body: { code, organisationId: world.recipientId, name } });
  expect(await device.call(askOwnDevice)).toMatchObject({ state: 'paired', name, renewed: true });
  return { device, id: made.id };
};

describe('a classroom device', () => {
  it('shows the same code until somebody of the school types it in, and is then signed in by itself (J5.1, J5.3)', async () => {
    const device = platform.api();
    const code = await codeOf(device);
    expect(code).toMatch(/^\d{6}$/);
    expect(await codeOf(device)).toBe(code);
    expect(await codeOf(platform.api())).not.toBe(code);
    await expect(device.call(listClassSessions)).rejects.toMatchObject({ status: 401 });
    const body = { code, organisationId: world.recipientId, name: '一班' };
    for (const person of [
      world.people.rear,
      world.people.mentor,
      world.people.observer,
      (await buildWorld(platform)).people.recipient,
    ])
      await expect(person.call(pairDevice, { body })).rejects.toMatchObject({ status: 404 });
    const made = await world.people.stationed.call(pairDevice, { body });
    expect(made).toMatchObject({ name: '一班', school: { id: world.recipientId }, pairedBy: { id: world.people.stationed.id } });
    await expect(world.people.recipient.call(pairDevice, { body })).rejects.toMatchObject({ code: 'wrong_code' });
    expect(await device.call(askOwnDevice)).toMatchObject({ state: 'paired', renewed: true });
    expect(await device.call(askOwnDevice)).toMatchObject({ state: 'paired', renewed: false });
    // Its session may end; the pairing does not.
    await device.call(signOut);
    await expect(device.call(listClassSessions)).rejects.toMatchObject({ status: 401 });
    expect(await device.call(askOwnDevice)).toMatchObject({ state: 'paired', renewed: true });
    await device.call(listClassSessions);
  });

  it('joins classes of its school as the device and as nothing else, and stays without a term (J5.2)', async () => {
    const { device } = await paired();
    const { sessionId, lesson } = await buildClass(world);
    const { items } = await device.call(listClassSessions);
    expect(items.find(({ id }) => id === sessionId)).toMatchObject({ roles: ['device'], mayManage: false, state: 'open' });
    const screen = await pages.open(device);
    for (const role of ['lead', 'local', 'observer'] as const)
      await expect(screen.join(sessionId, role)).rejects.toMatchObject({ code: 'forbidden' });
    const snapshot = await screen.join(sessionId, 'device');
    expect(snapshot.self.may).toMatchObject({ step: false, end: false, prompt: false });
    expect(snapshot.prompts).toEqual([]);
    const lead = await pages.open(world.people.rear);
    await lead.join(sessionId, 'lead');
    // Sockets are looked after twice a second here: one without a right to be open would be closed by now.
    await new Promise((resolve) => setTimeout(resolve, 1_500));
    expect(screen.ended()).toBeNull();
    await lead.ask('class:chat', { epoch: lead.epoch(), body: '看得见吗' });
    await screen.hears('class:message');
    await expect(device.call(getLesson, { params: { lessonId: lesson.id } })).rejects.toMatchObject({ status: 404 });
    expect((await device.call(listLessons)).items).toEqual([]);
    await expect(device.call(endClassSession, { params: { sessionId } })).rejects.toMatchObject({ status: 404 });

    const other = await buildWorld(platform);
    const foreign = await buildClass(other);
    await expect(screen.join(foreign.sessionId, 'device')).rejects.toMatchObject({ code: 'not_found' });
    await expect(device.call(getClassSession, { params: { sessionId: foreign.sessionId } })).rejects.toMatchObject({
      status: 404,
    });
    await lead.ask('class:end', { epoch: lead.epoch() });
    await expect(device.call(getClassSession, { params: { sessionId } })).rejects.toMatchObject({ status: 404 });
  });

  it('is seen and taken out of use by those who could pair it, and is out of the class then (J5.4)', async () => {
    const { device, id } = await paired(world.people.coordinator, '四（2）班大屏');
    const { sessionId } = await buildClass(world);
    const screen = await pages.open(device);
    await screen.join(sessionId, 'device');
    const { items, schools } = await world.people.recipient.call(listDevices);
    expect(items.find((one) => one.id === id)).toMatchObject({ name: '四（2）班大屏' });
    expect(schools).toMatchObject([{ id: world.recipientId }]);
    expect(await world.people.rear.call(listDevices)).toEqual({ items: [], schools: [] });
    await expect(world.people.rear.call(removeDevice, { params: { deviceId: id } })).rejects.toMatchObject({ status: 404 });
    await world.people.recipient.call(removeDevice, { params: { deviceId: id } });
    await until('the device is out', () => screen.ended() !== null);
    expect(await device.call(askOwnDevice)).toMatchObject({ state: 'waiting' });
    await expect(device.call(listClassSessions)).rejects.toMatchObject({ status: 401 });
  });

  it('is not found by trying codes (J5.5)', async () => {
    const person = await world.addPerson('recipient');
    const tried = [];
    for (let count = 0; count < 9; count += 1) {
      const body = { code: '000000', organisationId: world.recipientId, name: '猜' };
      tried.push(await person.call(pairDevice, { body }).catch((error: { code: string }) => error.code));
    }
    expect(tried.slice(0, 8)).toEqual(Array.from({ length: 8 }, () => 'wrong_code'));
    expect(tried.at(-1)).toBe('too_many_requests');
  });
});
