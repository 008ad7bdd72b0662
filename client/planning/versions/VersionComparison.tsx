import { Button, Group, NativeSelect, Stack, Text, Title } from '@mantine/core';
import { IconArrowLeft, IconRestore } from '@tabler/icons-react';
import { useEffect, useMemo, useRef, useState } from 'react';
import type { PlanNode } from '../../../shared/planNode.ts';
import type { Lesson } from '../../../shared/planning.ts';
import { getVersion, listVersions, nameVersion, restoreVersion, type Version } from '../../../shared/versions.ts';
import { call } from '../../connection/call.ts';
import { useAnswer } from '../../connection/useAnswer.ts';
import { useDates } from '../../ui/dates.ts';
import { Failure } from '../../ui/Failure.tsx';
import { FormError } from '../../ui/FormError.tsx';
import { Loading } from '../../ui/Loading.tsx';
import { useWords } from '../../ui/words.ts';
import { useVersionTexts } from './describeVersion.ts';
import { DifferencePanel } from './DifferencePanel.tsx';
import { useVersionChange } from './useVersionChange.ts';
import { VersionNameForm } from './VersionNameForm.tsx';
import { versionWords } from './versionWords.ts';

/** The plan as it is now, as something to compare with. */
const now = 'now';

/** One version: what it is, how it differs from another or from the plan as it is now, its name, and the way back to it. */
export function VersionComparison(props: {
  lesson: Lesson;
  version: Version;
  current: () => PlanNode | null;
  onBack: () => void;
  onRestored: () => void;
}) {
  const t = useWords(versionWords);
  const texts = useVersionTexts();
  const dates = useDates();
  const { lesson, version } = props;
  const all = useAnswer(listVersions, { params: { lessonId: lesson.id } }).data?.items ?? [];
  const place = all.findIndex(({ id }) => id === version.id);
  const previous = all[place + 1];
  const [wanted, setWanted] = useState<string | null>(null);
  const against = wanted ?? previous?.id ?? now;
  const others = all.filter(({ id }) => id !== version.id && id !== previous?.id);
  const heading = useRef<HTMLHeadingElement>(null);
  useEffect(() => heading.current?.focus(), []);
  const label = (one: Version) => `${dates.moment(one.at)} · ${texts.title(one)}`;
  return (
    <Stack gap="md">
      <Button
        variant="subtle"
        color="gray"
        size="compact-sm"
        style={{ alignSelf: 'flex-start' }}
        leftSection={<IconArrowLeft size={16} aria-hidden />}
        onClick={props.onBack}
      >
        {t('back')}
      </Button>
      <div>
        <Title order={3} size="h4" ref={heading} tabIndex={-1}>
          {texts.title(version)}
        </Title>
        <Text size="sm" c="dimmed">
          {[dates.moment(version.at), version.by?.name ?? '', texts.authors(version)].filter((fact) => fact !== '').join(' · ')}
        </Text>
      </div>
      {lesson.rights.editPlan && <NameForm lesson={lesson} version={all[place] ?? version} />}
      <NativeSelect
        label={t('against')}
        value={against}
        data={[
          ...(previous === undefined ? [] : [{ value: previous.id, label: t('against.previous', { label: label(previous) }) }]),
          { value: now, label: t('against.current') },
          ...others.map((one) => ({ value: one.id, label: label(one) })),
        ]}
        onChange={(event) => setWanted(event.currentTarget.value)}
      />
      <Comparison
        key={against}
        lessonId={lesson.id}
        version={version}
        other={all.find(({ id }) => id === against) ?? null}
        current={props.current}
        label={label}
      />
      {lesson.rights.editPlan && <Restore lesson={lesson} version={version} onRestored={props.onRestored} />}
    </Stack>
  );
}

/** The older of the two stands before the newer one, whichever was chosen first. `other` is null for the plan as it is now. */
function Comparison(props: {
  lessonId: string;
  version: Version;
  other: Version | null;
  current: () => PlanNode | null;
  label: (version: Version) => string;
}) {
  const t = useWords(versionWords);
  const { lessonId, version, other, label } = props;
  const own = useAnswer(getVersion, { params: { lessonId, versionId: version.id } });
  const another = useAnswer(getVersion, { params: { lessonId, versionId: other?.id ?? version.id } });
  const [current] = useState(props.current);
  const failed = own.error ?? another.error;
  if (failed !== null) return <Failure error={failed} retry={() => Promise.all([own.refetch(), another.refetch()])} />;
  const rest = other === null ? current : another.data?.content;
  if (own.data === undefined || rest === undefined || rest === null) return <Loading />;
  const mine = { content: own.data.content, label: label(version) };
  const its = { content: rest, label: other === null ? t('against.current') : label(other) };
  const isOlder = other !== null && other.at < version.at;
  return <DifferencePanel before={isOlder ? its : mine} after={isOlder ? mine : its} />;
}

function NameForm({ lesson, version }: { lesson: Lesson; version: Version }) {
  const t = useWords(versionWords);
  const [name, setName] = useState(version.name ?? '');
  const save = useVersionChange(() =>
    call(nameVersion, {
      params: { lessonId: lesson.id, versionId: version.id },
      body: { name: name.trim() === '' ? null : name },
    }),
  );
  return (
    <VersionNameForm
      label={t('name.label')}
      button={t('name.save')}
      quiet
      name={name}
      setName={setName}
      unfit={name.trim() === (version.name ?? '')}
      busy={save.isPending}
      error={save.error}
      onSubmit={() => save.mutate(undefined)}
    >
      <Text size="sm" c="dimmed" role="status">
        {save.isSuccess ? t('name.saved') : ''}
      </Text>
    </VersionNameForm>
  );
}

/** Asks once more before the plan changes for everybody. */
function Restore({ lesson, version, onRestored }: { lesson: Lesson; version: Version; onRestored: () => void }) {
  const t = useWords(versionWords);
  const [asking, setAsking] = useState(false);
  const yes = useRef<HTMLButtonElement>(null);
  const params = useMemo(() => ({ lessonId: lesson.id, versionId: version.id }), [lesson.id, version.id]);
  const restore = useVersionChange(() => call(restoreVersion, { params }));
  useEffect(() => {
    if (asking) yes.current?.focus();
  }, [asking]);
  if (!asking) {
    return (
      <Button
        variant="default"
        style={{ alignSelf: 'flex-start' }}
        leftSection={<IconRestore size={18} aria-hidden />}
        onClick={() => setAsking(true)}
      >
        {t('restore')}
      </Button>
    );
  }
  return (
    <Stack gap="sm" role="group" aria-label={t('restore')}>
      <Text>{t('restore.ask')}</Text>
      <FormError error={restore.error} />
      <Group gap="sm">
        <Button ref={yes} loading={restore.isPending} onClick={() => restore.mutate(undefined, { onSuccess: onRestored })}>
          {t('restore.yes')}
        </Button>
        <Button variant="default" onClick={() => setAsking(false)}>
          {t('restore.no')}
        </Button>
      </Group>
    </Stack>
  );
}
