import { Button, SegmentedControl, Stack, Text } from '@mantine/core';
import { IconBooks, IconPlus, IconTemplate } from '@tabler/icons-react';
import { useState } from 'react';
import { Link, useSearchParams } from 'react-router';
import { hasReached, listLessons, type LessonState } from '../../shared/planning.ts';
import { listNeeds } from '../../shared/programme.ts';
import { useAccount, type SignedIn } from '../connection/session.tsx';
import { useAnswer } from '../connection/useAnswer.ts';
import { EmptyState } from '../ui/EmptyState.tsx';
import { Failure } from '../ui/Failure.tsx';
import { Loading } from '../ui/Loading.tsx';
import { Page } from '../ui/Page.tsx';
import { useWords } from '../ui/words.ts';
import { LessonCard } from './LessonCard.tsx';
import { NewLessonDialog } from './NewLessonDialog.tsx';
import { teamsToPlanIn } from './planningTeams.ts';
import { templateWords } from './templates/templateWords.ts';
import { words } from './words.ts';

const filters = ['all', 'preparing', 'ready', 'done'] as const;
type Filter = (typeof filters)[number];

/** The lessons I can see, the latest change first, and the way to start one. */
export function LessonsPage() {
  const t = useWords(words);
  const templates = useWords(templateWords);
  const account = useAccount();
  const [filter, setFilter] = useState<Filter>('all');
  const [creating, setCreating] = useState(false);
  const lessons = useAnswer(listLessons);
  const teams = teamsToPlanIn(account);
  const [search, setSearch] = useSearchParams();
  const needs = useAnswer(listNeeds);
  const need = needs.data?.items.find(({ id, teamId }) => id === search.get('need') && teams.some((team) => team.id === teamId));
  const create = teams.length > 0 && (
    <Button leftSection={<IconPlus size={18} aria-hidden />} onClick={() => setCreating(true)}>
      {t('lessons.new')}
    </Button>
  );
  const actions = (
    <>
      <Button component={Link} to="/templates" variant="default" leftSection={<IconTemplate size={18} aria-hidden />}>
        {templates('manage')}
      </Button>
      {create}
    </>
  );
  const toPairings = (
    <Button component={Link} to="/pairings">
      {t('lessons.empty.toPairings')}
    </Button>
  );
  const items = lessons.data?.items ?? [];
  const empty = teams.length > 0 ? 'plan' : whoLooks(account);
  const shown = items.filter(({ state }) => filter === 'all' || stage(state) === filter);
  return (
    <Page title={t('lessons.title')} lead={t('lessons.lead')} actions={items.length > 0 && actions}>
      {lessons.isPending && <Loading />}
      {lessons.isError && items.length === 0 && <Failure error={lessons.error} retry={lessons.refetch} />}
      {lessons.data !== undefined && items.length === 0 && (
        <EmptyState icon={IconBooks} title={t('lessons.empty.title')} action={create || (empty === 'coordinate' && toPairings)}>
          {t(`lessons.empty.${empty}`)}
        </EmptyState>
      )}
      {items.length > 0 && (
        <Stack gap="md">
          <SegmentedControl
            value={filter}
            onChange={(value) => setFilter(filters.find((each) => each === value) ?? 'all')}
            data={filters.map((value) => ({ value, label: t(`lessons.filter.${value}`) }))}
            aria-label={t('lessons.filter')}
            style={{ alignSelf: 'flex-start', maxWidth: '100%' }}
          />
          {shown.length === 0 && <Text c="dimmed">{t('lessons.none')}</Text>}
          <Stack component="ul" gap="sm" p={0} m={0} style={{ listStyle: 'none' }}>
            {shown.map((lesson) => (
              <li key={lesson.id}>
                <LessonCard lesson={lesson} />
              </li>
            ))}
          </Stack>
        </Stack>
      )}
      {(creating || need !== undefined || (search.has('new') && teams.length > 0)) && (
        <NewLessonDialog
          teams={teams}
          need={need}
          onClose={() => {
            setCreating(false);
            setSearch({}, { replace: true });
          }}
        />
      )}
    </Page>
  );
}

/** What somebody without a team to plan in has to do with lessons. */
function whoLooks({ memberships }: SignedIn): 'coordinate' | 'observer' | 'read' {
  const active = memberships.filter((membership) => membership.active);
  if (active.some(({ role }) => role === 'coordinator')) return 'coordinate';
  return active.every(({ role }) => role === 'observer') ? 'observer' : 'read';
}

function stage(state: LessonState): Filter {
  if (state === 'final') return 'ready';
  return hasReached(state, 'taught') ? 'done' : 'preparing';
}
