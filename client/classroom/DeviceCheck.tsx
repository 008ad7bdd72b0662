import { Alert, Button, Group, Radio, SimpleGrid, Stack, Text } from '@mantine/core';
import { useState } from 'react';
import type { ClassRole, ClassSession } from '../../shared/classroom.ts';
import { Card } from '../ui/Card.tsx';
import { explainError } from '../ui/errors.ts';
import { Page } from '../ui/Page.tsx';
import { useWords, type Translate } from '../ui/words.ts';
import { LineCheck } from './check/LineCheck.tsx';
import { useLineCheck } from './check/useLineCheck.ts';
import classes from './DeviceCheck.module.css';
import { deviceWords } from './deviceWords.ts';
import type { LocalMedia } from './media/LocalMedia.ts';
import { MicrophoneCheck } from './MicrophoneCheck.tsx';
import { PreviewCheck } from './PreviewCheck.tsx';
import { SpeakerCheck } from './SpeakerCheck.tsx';
import { useDeviceCheck } from './useDeviceCheck.ts';
import { words } from './words.ts';

/** With what somebody enters a class. The media belong to the class page from then on. */
export interface Entry {
  role: ClassRole;
  local: LocalMedia;
  muted: boolean;
  speaker: string | undefined;
}

/** The look at camera, microphone and loudspeaker before class. Nothing here has to be waited for: one may enter at once. */
export function DeviceCheck({ session, enter }: { session: ClassSession; enter: (entry: Entry) => Promise<void> }) {
  const t = useWords(deviceWords);
  const [role, setRole] = useState<ClassRole | undefined>(session.roles[0]);
  const [entering, setEntering] = useState(false);
  const [error, setError] = useState<unknown>(null);
  const sends = role !== undefined && role !== 'observer';
  const check = useDeviceCheck(sends);
  const line = useLineCheck(check);
  const mayEnter = role !== undefined && (session.state === 'open' || mayOpen(session, role));

  const go = async () => {
    if (role === undefined || check.local === null) return;
    setEntering(true);
    setError(null);
    try {
      check.handOver();
      await enter({ role, local: check.local, muted: check.muted, speaker: check.speaker });
    } catch (problem) {
      check.takeBack();
      setError(problem);
      setEntering(false);
    }
  };

  return (
    <main className={classes.page}>
      <Page title={t('check.title')} lead={session.lessonTitle} width="wide">
        <SimpleGrid cols={{ base: 1, md: sends ? 2 : 1 }} spacing="xl" className={classes.columns}>
          {sends && <PreviewCheck check={check} />}
          <Stack gap="lg">
            <Text c="dimmed">{sends ? t('check.lead') : t('check.leadObserver')}</Text>
            {session.roles.length > 1 && <RoleChoice roles={session.roles} role={role} choose={setRole} />}
            <Card>
              <Stack gap="lg">
                {sends && <MicrophoneCheck check={check} />}
                <SpeakerCheck check={check} />
                <LineCheck line={line} />
              </Stack>
            </Card>
            {error !== null && (
              <Alert color="red" variant="light" role="alert">
                {explainError(error)}
              </Alert>
            )}
            <Stack gap="xs" className={classes.enter}>
              <Button size="lg" fullWidth loading={entering} disabled={!mayEnter} onClick={() => void go()}>
                {enterLabel(t, sends, check.local)}
              </Button>
              <Text size="sm" c="dimmed" role="status">
                {role === undefined
                  ? t('check.noRole')
                  : session.state === 'planned'
                    ? mayEnter
                      ? t('check.willOpen')
                      : t('check.notYet')
                    : ''}
              </Text>
            </Stack>
          </Stack>
        </SimpleGrid>
      </Page>
    </main>
  );
}

/** A planned class begins when one of its two teachers enters. */
const mayOpen = (session: ClassSession, role: ClassRole): boolean => session.mayManage && (role === 'lead' || role === 'local');

function enterLabel(t: Translate<keyof typeof deviceWords.zh>, sends: boolean, local: LocalMedia | null) {
  if (!sends || local === null || local.camera.track !== null || local.camera.opening) return t('check.enter');
  return local.microphone.track !== null ? t('check.enterAudio') : t('check.enterPlain');
}

function RoleChoice(props: { roles: ClassRole[]; role: ClassRole | undefined; choose: (role: ClassRole) => void }) {
  const t = useWords(deviceWords);
  const ofRole = useWords(words);
  return (
    <Radio.Group label={t('check.role')} value={props.role ?? ''} onChange={(value) => props.choose(value as ClassRole)}>
      <Group gap="xs" mt="xs">
        {props.roles.map((role) => (
          <Radio.Card key={role} value={role} className={classes.role}>
            <Group wrap="nowrap" gap="xs">
              <Radio.Indicator />
              <Text fw={500}>{ofRole(`role.${role}`)}</Text>
            </Group>
          </Radio.Card>
        ))}
      </Group>
      {props.role !== undefined && (
        <Text size="sm" c="dimmed" mt={6}>
          {ofRole(`role.${props.role}.hint`)}
        </Text>
      )}
    </Radio.Group>
  );
}
