import { randomUUID } from 'node:crypto';
import { openThread } from '../../../shared/feedback.ts';
import { openClassSession } from '../../../shared/classroom.ts';
import { askOwnDevice, pairDevice } from '../../../shared/devices.ts';
import { planRoot, readRunSheet } from '../../../shared/planDocument.ts';
import { createLesson, inviteToLesson } from '../../../shared/planning.ts';
import { raiseNeed } from '../../../shared/programme.ts';
import { saveTemplate } from '../../../shared/templates.ts';
import { keepVersion } from '../../../shared/versions.ts';
import { keepRecording } from '../../recording/support.ts';
import type { TestPlatform } from '../../support/platform.ts';
import type { World } from '../../support/world.ts';
import { attach } from '../../files/support.ts';
import { finished, sendImport } from '../../planning/exchange/support.ts';

/** One id of each kind that a path, a body or an event can carry. */
export interface Ids {
  pairingId: string;
  teamId: string;
  organisationId: string;
  memberId: string;
  /** Someone with a part in the lesson. */
  personId: string;
  /** Someone who can plan. */
  colleagueId: string;
  needId: string;
  lessonId: string;
  /** A lesson whose plan was taken over from the other one. */
  relativeId: string;
  templateId: string;
  versionId: string;
  /** A step of the plan. */
  partId: string;
  sessionId: string;
  threadId: string;
  notificationId: string;
  fileId: string;
  recordingId: string;
  jobId: string;
  deviceId: string;
}

/** Fills a world with one of everything and answers their ids. The titles carry `mark`, to be looked for where they must not be. */
export async function fillWorld(platform: TestPlatform, world: World, mark: string): Promise<Ids> {
  const { coordinator, rear, recipient, mentor } = world.people;
  const { teamId } = world;
  const need = await recipient.call(raiseNeed, {
    params: { teamId },
    body: { title: `${mark}需求`, description: mark, subject: '数学', grade: '四年级' },
  });
  const lesson = await rear.call(createLesson, {
    body: { teamId, title: `${mark}课`, subject: '数学', grade: '四年级', classNames: ['四（1）班'], needId: need.id },
  });
  const params = { lessonId: lesson.id };
  const copy = await rear.call(createLesson, {
    body: {
      teamId,
      title: `${mark}副本`,
      subject: '数学',
      grade: '四年级',
      classNames: [`${mark}班`],
      originId: lesson.id,
      reason: `${mark}理由`,
    },
  });
  const template = await coordinator.call(saveTemplate, {
    params,
    body: { name: `${mark}模板`, withText: true, organisationId: world.supportingId },
  });
  const version = await rear.call(keepVersion, { params, body: { name: `${mark}版本` } });
  const [step] = await platform.documents.read(lesson.documentId, (doc) => readRunSheet(doc.getXmlFragment(planRoot)));
  const session = await rear.call(openClassSession, { params, body: { scheduledFor: '2030-01-01T02:00:00Z' } });
  const thread = await recipient.call(openThread, {
    params,
    body: { kind: 'question', anchor: { type: 'lesson' }, body: `${mark}问题` },
  });
  const file = await attach(rear, lesson.id, { name: `${mark}文件.txt`, bytes: Buffer.from(mark) });
  const recorded = await rear.call(openClassSession, { params, body: { scheduledFor: '2030-02-01T02:00:00Z' } });
  const recordingId = await keepRecording(platform, { sessionId: recorded.id, accountId: rear.id });
  const job = await finished(rear, await sendImport(rear, `${mark}.md`, `## 教学目标\n\n${mark}`));
  const own = await platform.api().call(askOwnDevice);
  const device = await recipient.call(pairDevice, {
    body: { code: own.state === 'waiting' ? own.code : '', organisationId: world.recipientId, name: `${mark}大屏` },
  });
  await rear.call(inviteToLesson, { params: { ...params, personId: mentor.id }, body: { part: 'mentor' } });
  const { id: notificationId } = await platform.database.db
    .insertInto('notifications')
    .values({ account_id: rear.id, kind: 'feedback.thread', actor_id: recipient.id, data: '{}', path: '/' })
    .returning('id')
    .executeTakeFirstOrThrow();
  return {
    pairingId: world.pairingId,
    teamId,
    organisationId: world.recipientId,
    memberId: mentor.memberId,
    personId: mentor.id,
    colleagueId: recipient.id,
    needId: need.id,
    lessonId: lesson.id,
    relativeId: copy.id,
    templateId: template.id,
    versionId: version.id,
    partId: step?.id ?? '',
    sessionId: session.id,
    threadId: thread.id,
    notificationId,
    fileId: file.id,
    recordingId,
    jobId: job.id,
    deviceId: device.id,
  };
}

/** Ids that nothing has. */
export function unknownIds(): Ids {
  return {
    pairingId: randomUUID(),
    teamId: randomUUID(),
    organisationId: randomUUID(),
    memberId: randomUUID(),
    personId: randomUUID(),
    colleagueId: randomUUID(),
    needId: randomUUID(),
    lessonId: randomUUID(),
    relativeId: randomUUID(),
    templateId: randomUUID(),
    versionId: randomUUID(),
    partId: randomUUID(),
    sessionId: randomUUID(),
    threadId: randomUUID(),
    notificationId: randomUUID(),
    fileId: randomUUID(),
    recordingId: randomUUID(),
    jobId: randomUUID(),
    deviceId: randomUUID(),
  };
}
