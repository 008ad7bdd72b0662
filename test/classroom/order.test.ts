import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest';
import { endClassSession, type ClassRole } from '../../shared/classroom.ts';
import { until } from '../media/support.ts';
import { startPlatform, type TestPlatform } from '../support/platform.ts';
import { buildWorld, type TestPerson, type World } from '../support/world.ts';
import { buildClass, createPages, type Page } from './support.ts';

let platform: TestPlatform;
let world: World;
const pages = createPages(() => platform);
beforeAll(async () => {
  platform = await startPlatform({ graceMs: 3_000 });
  world = await buildWorld(platform);
});
afterEach(() => pages.closeAll());
afterAll(() => platform.close());

const join = async (sessionId: string, person: TestPerson, role: ClassRole) => {
  const page = await pages.open(person);
  return { page, snapshot: await page.join(sessionId, role) };
};
const ask = <N extends Parameters<Page['ask']>[0]>(page: Page, name: N, input: object) =>
  page.ask(name, { epoch: page.epoch(), ...input } as never);

describe('the door of a class', () => {
  it('keeps observers waiting once it is closed, tells the lead who they are, and lets in who is admitted (J1.1–J1.3)', async () => {
    const { sessionId } = await buildClass(world);
    const { observer, mentor, rear, recipient } = world.people;
    const lead = await join(sessionId, rear, 'lead');
    const inside = await join(sessionId, observer, 'observer');
    expect(lead.snapshot.lobby).toEqual({ on: false, waiting: [] });
    expect(inside.snapshot.lobby).toBeNull();
    await ask(lead.page, 'lobby:set', { on: true });
    // Who was inside comes back past the closed door.
    await inside.page.join(sessionId, 'observer', inside.snapshot.self.participantId);

    const outside = await pages.open(mentor);
    await expect(outside.join(sessionId, 'observer')).rejects.toMatchObject({ code: 'must_wait' });
    const { lobby } = await lead.page.hears('lobby:changed', (told) => told.lobby.waiting.length === 1);
    expect(lobby).toMatchObject({ on: true, waiting: [{ person: { id: mentor.id } }] });
    await join(sessionId, recipient, 'local');
    await ask(lead.page, 'class:chat', { body: '开始' });
    expect(outside.told('class:message')).toEqual([]);
    expect(outside.told('class:participant')).toEqual([]);

    await expect(ask(inside.page, 'lobby:decide', { accountId: mentor.id, admitted: true })).rejects.toMatchObject({
      code: 'forbidden',
    });
    await ask(lead.page, 'lobby:decide', { accountId: mentor.id, admitted: false });
    expect(await outside.hears('lobby:decided')).toEqual({ sessionId, admitted: false });
    await expect(outside.join(sessionId, 'observer')).rejects.toMatchObject({ code: 'must_wait' });
    await ask(lead.page, 'lobby:decide', { accountId: mentor.id, admitted: true });
    await outside.hears('lobby:decided', ({ admitted }) => admitted);
    expect((await outside.join(sessionId, 'observer')).participants).toHaveLength(4);
  });

  it('forgets who closed their page, admits nobody who does not wait, and lets all in when it opens (J1.3, J1.4)', async () => {
    const { sessionId } = await buildClass(world);
    const { observer, mentor, rear } = world.people;
    const lead = await join(sessionId, rear, 'lead');
    await ask(lead.page, 'lobby:set', { on: true });
    const away = await pages.open(mentor);
    await expect(away.join(sessionId, 'observer')).rejects.toMatchObject({ code: 'must_wait' });
    const waits = await pages.open(observer);
    await expect(waits.join(sessionId, 'observer')).rejects.toMatchObject({ code: 'must_wait' });
    away.drop();
    await until('one waits no longer', () => lead.page.told('lobby:changed').at(-1)?.lobby.waiting.length === 1);
    await expect(ask(lead.page, 'lobby:decide', { accountId: mentor.id, admitted: true })).rejects.toMatchObject({
      code: 'not_found',
    });
    await ask(lead.page, 'lobby:set', { on: false });
    expect(await waits.hears('lobby:decided')).toEqual({ sessionId, admitted: true });
    await waits.join(sessionId, 'observer');
  });
});

describe('who moves the steps', () => {
  it('follows the rule, and never stands still because of who is not there (J2.1–J2.3)', async () => {
    const { sessionId } = await buildClass(world);
    const lead = await join(sessionId, world.people.rear, 'lead');
    const local = await join(sessionId, world.people.recipient, 'local');
    const steps = lead.snapshot.steps;
    const of = (floor: string) => steps.find((step) => step.floor === floor)?.id ?? '';
    const first = steps[0]?.id ?? '';
    const second = steps[1]?.id ?? '';
    expect(lead.snapshot.rule).toBe('either');
    await ask(local.page, 'class:step', { stepId: first });
    await expect(ask(local.page, 'class:rule', { rule: 'lead' })).rejects.toMatchObject({ code: 'forbidden' });
    await ask(lead.page, 'class:rule', { rule: 'lead' });
    expect(await local.page.hears('class:rule')).toEqual({ rule: 'lead' });
    await expect(ask(local.page, 'class:step', { stepId: second })).rejects.toMatchObject({ code: 'not_your_step' });
    await ask(lead.page, 'class:step', { stepId: second });
    if (of('local') !== '' && of('lead') !== '') {
      await ask(lead.page, 'class:step', { stepId: of('local') });
      await ask(lead.page, 'class:rule', { rule: 'floor' });
      await expect(ask(lead.page, 'class:step', { stepId: first })).rejects.toMatchObject({ code: 'not_your_step' });
      await ask(local.page, 'class:step', { stepId: of('lead') });
      await expect(ask(local.page, 'class:step', { stepId: first })).rejects.toMatchObject({ code: 'not_your_step' });
    }
    await ask(lead.page, 'class:rule', { rule: 'lead' });
    const { participantId } = lead.snapshot.self;
    lead.page.drop();
    await local.page.hears('class:participant', ({ participant }) => participant.id === participantId && participant.away);
    await ask(local.page, 'class:step', { stepId: first });
  });
});

describe('what is the lead teacher’s', () => {
  it('takes somebody out at once, who then waits at the door whatever the role (J3.1, J3.3)', async () => {
    const { sessionId } = await buildClass(world);
    const { rear, recipient, observer } = world.people;
    const lead = await join(sessionId, rear, 'lead');
    const local = await join(sessionId, recipient, 'local');
    const watching = await join(sessionId, observer, 'observer');
    const out = (page: Page, participantId: string) => ask(page, 'class:remove', { participantId });
    for (const [page, target] of [
      [local.page, watching.snapshot],
      [watching.page, local.snapshot],
      [lead.page, lead.snapshot],
    ] as const)
      await expect(out(page, target.self.participantId)).rejects.toMatchObject({ code: 'forbidden' });
    const other = await buildClass(world);
    const elsewhere = await join(other.sessionId, world.people.stationed, 'local');
    await expect(out(lead.page, elsewhere.snapshot.self.participantId)).rejects.toMatchObject({ code: 'not_found' });

    await out(lead.page, local.snapshot.self.participantId);
    expect(await local.page.hears('class:moved')).toEqual({ reason: 'removed' });
    await lead.page.hears('class:left', ({ participantId }) => participantId === local.snapshot.self.participantId);
    const again = await pages.open(recipient);
    await expect(again.join(sessionId, 'local')).rejects.toMatchObject({ code: 'must_wait' });
    await expect(again.join(sessionId, 'local', local.snapshot.self.participantId)).rejects.toMatchObject({ code: 'must_wait' });
    await ask(lead.page, 'lobby:decide', { accountId: recipient.id, admitted: true });
    await again.join(sessionId, 'local');
  });

  it('is ending, too, until no lead teacher is there (J3.1)', async () => {
    const { sessionId } = await buildClass(world);
    const lead = await join(sessionId, world.people.rear, 'lead');
    const local = await join(sessionId, world.people.recipient, 'local');
    await expect(ask(local.page, 'class:end', {})).rejects.toMatchObject({ code: 'forbidden' });
    const over = () => world.people.recipient.call(endClassSession, { params: { sessionId } });
    await expect(over()).rejects.toMatchObject({ status: 403 });
    await ask(lead.page, 'class:leave', {});
    await local.page.hears('class:left');
    await ask(local.page, 'class:end', {});
  });
});

describe('private prompts', () => {
  it('reach the teachers they are for and their author, and nobody else by any path (J4.1, J4.2)', async () => {
    const { sessionId } = await buildClass(world);
    const { rear, recipient, mentor, stationed } = world.people;
    const colleague = await world.addPerson('rear');
    const lead = await join(sessionId, rear, 'lead');
    const local = await join(sessionId, recipient, 'local');
    const screen = await join(sessionId, recipient, 'device');
    const watching = await join(sessionId, colleague, 'observer');
    const evaluating = await join(sessionId, mentor, 'observer');
    expect([lead, local, watching].map(({ snapshot }) => snapshot.self.may.prompt)).toEqual([true, true, true]);
    for (const { page, snapshot } of [screen, evaluating]) {
      expect(snapshot.self.may.prompt).toBe(false);
      await expect(ask(page, 'prompts:send', { to: 'both', body: '慢一点' })).rejects.toMatchObject({ code: 'forbidden' });
    }
    await ask(watching.page, 'prompts:send', { to: 'lead', body: '给主讲' });
    await ask(lead.page, 'prompts:send', { to: 'local', body: '给辅讲' });
    await ask(watching.page, 'prompts:send', { to: 'both', body: '给两位' });
    for (const { page } of [lead, local, watching]) await page.hears('prompts:said', ({ prompt }) => prompt.body === '给两位');
    const heard = (page: Page) => page.told('prompts:said').map(({ prompt }) => prompt.body);
    expect(heard(lead.page)).toEqual(['给主讲', '给辅讲', '给两位']);
    expect(heard(local.page)).toEqual(['给辅讲', '给两位']);
    expect(heard(watching.page)).toEqual(['给主讲', '给两位']);
    // What came later over the same channel has arrived, and no prompt with it.
    await ask(lead.page, 'class:chat', { body: '大家好' });
    for (const { page } of [screen, evaluating]) {
      await page.hears('class:message');
      expect(page.pushed('prompts:said')).toEqual([]);
    }
    const kept = async (person: TestPerson, role: ClassRole) => (await join(sessionId, person, role)).snapshot.prompts;
    expect((await kept(recipient, 'local')).map(({ body }) => body)).toEqual(['给辅讲', '给两位']);
    expect(await kept(recipient, 'device')).toEqual([]);
    expect(await kept(mentor, 'observer')).toEqual([]);
    expect((await kept(stationed, 'local')).map(({ body }) => body)).toEqual(['给辅讲', '给两位']);
  });
});
