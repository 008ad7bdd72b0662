import { Stack, Text, UnstyledButton } from '@mantine/core';
import { IconChevronRight } from '@tabler/icons-react';
import { useState } from 'react';
import type { Lesson } from '../../../shared/planning.ts';
import { keepVersion, listVersions, type Version } from '../../../shared/versions.ts';
import { call } from '../../connection/call.ts';
import { useAnswer } from '../../connection/useAnswer.ts';
import { Ago } from '../../ui/Ago.tsx';
import { Failure } from '../../ui/Failure.tsx';
import { Loading } from '../../ui/Loading.tsx';
import { useWords } from '../../ui/words.ts';
import { useVersionTexts } from './describeVersion.ts';
import classes from './HistoryDrawer.module.css';
import { useVersionChange } from './useVersionChange.ts';
import { VersionNameForm } from './VersionNameForm.tsx';
import { versionWords } from './versionWords.ts';

/** All versions, the newest first: who, when and why. Those who write the plan keep it under a name here. */
export function VersionList(props: {
  lesson: Lesson;
  said: string;
  onSay: (sentence: string) => void;
  onChoose: (version: Version) => void;
}) {
  const t = useWords(versionWords);
  const { lesson } = props;
  const versions = useAnswer(listVersions, { params: { lessonId: lesson.id } });
  return (
    <Stack gap="md">
      <Text size="sm" c="dimmed">
        {t('lead')}
      </Text>
      {lesson.rights.editPlan && <KeepForm lesson={lesson} onSay={props.onSay} />}
      {props.said !== '' && (
        <Text aria-hidden className={classes.said ?? ''}>
          {props.said}
        </Text>
      )}
      {versions.isPending && <Loading />}
      {versions.isError && versions.data === undefined && <Failure error={versions.error} retry={versions.refetch} />}
      {versions.data?.items.length === 0 && <Text>{t('empty')}</Text>}
      <ol className={classes.list}>
        {versions.data?.items.map((version) => (
          <VersionItem key={version.id} version={version} onChoose={() => props.onChoose(version)} />
        ))}
      </ol>
    </Stack>
  );
}

function VersionItem({ version, onChoose }: { version: Version; onChoose: () => void }) {
  const texts = useVersionTexts();
  const facts = [version.name === null ? '' : texts.reason(version), version.by?.name ?? '', texts.authors(version)];
  return (
    <li className={classes.item}>
      <UnstyledButton className={classes.open ?? ''} onClick={onChoose}>
        <span style={{ flex: 1, minWidth: 0 }}>
          <Text component="span" display="block" className={version.name === null ? '' : (classes.named ?? '')}>
            {texts.title(version)}
          </Text>
          <Text component="span" display="block" size="sm" c="dimmed">
            <Ago at={version.at} /> · {facts.filter((fact) => fact !== '').join(' · ')}
          </Text>
        </span>
        <IconChevronRight size={18} aria-hidden />
      </UnstyledButton>
    </li>
  );
}

function KeepForm({ lesson, onSay }: { lesson: Lesson; onSay: (sentence: string) => void }) {
  const t = useWords(versionWords);
  const [name, setName] = useState('');
  const keep = useVersionChange(() => call(keepVersion, { params: { lessonId: lesson.id }, body: { name } }));
  const submit = () => {
    if (name.trim() === '') return;
    keep.mutate(undefined, {
      onSuccess: () => {
        onSay(t('kept', { name: name.trim() }));
        setName('');
      },
    });
  };
  return (
    <VersionNameForm
      label={t('name.now')}
      button={t('name.keep')}
      name={name}
      setName={setName}
      unfit={name.trim() === ''}
      busy={keep.isPending}
      error={keep.error}
      onSubmit={submit}
    />
  );
}
