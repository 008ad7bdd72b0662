import { ActionIcon, Anchor, NativeSelect, Text, VisuallyHidden } from '@mantine/core';
import { IconArrowLeft, IconArrowsExchange } from '@tabler/icons-react';
import { useQuery } from '@tanstack/react-query';
import { useCallback, type ReactNode } from 'react';
import { Link, useNavigate, useParams } from 'react-router';
import type { Difference } from '../../../shared/planDifference.ts';
import { findHunks, type Hunk } from '../../../shared/planHunks.ts';
import { getFamily, getPlan, type FamilyMember } from '../../../shared/variants.ts';
import { call } from '../../connection/call.ts';
import { answerKey, useAnswer } from '../../connection/useAnswer.ts';
import { Failure } from '../../ui/Failure.tsx';
import { Loading } from '../../ui/Loading.tsx';
import { Page } from '../../ui/Page.tsx';
import { useWords } from '../../ui/words.ts';
import { DifferencePanel } from '../versions/DifferencePanel.tsx';
import { BringButton } from './BringButton.tsx';
import classes from './variants.module.css';
import { variantWords } from './variantWords.ts';

/** Two lessons of a family beside each other; what the right one says can be suggested to the left one. */
export function ComparePage() {
  const t = useWords(variantWords);
  const navigate = useNavigate();
  const { lessonId = '', relativeId = '' } = useParams();
  const family = useAnswer(getFamily, { params: { lessonId } });
  const items = family.data?.items ?? [];
  const [left, right] = [items.find(({ id }) => id === lessonId), items.find(({ id }) => id === relativeId)];
  const go = (one: string, other: string) =>
    void navigate(`/lessons/${one}/compare/${one === other ? lessonId : other}`, { replace: true });
  const choices = items.map((member) => ({ value: member.id, label: nameOf(member, t('comma')) }));
  return (
    <Page
      title={t('compare.title')}
      width="wide"
      above={
        <Anchor component={Link} to={`/lessons/${lessonId}`} size="sm" c="dimmed">
          <IconArrowLeft size={15} aria-hidden style={{ verticalAlign: '-0.15em' }} />{' '}
          {t('compare.back', { title: left?.title ?? '' })}
        </Anchor>
      }
    >
      {family.isPending && <Loading />}
      {family.isError && family.data === undefined && <Failure error={family.error} retry={family.refetch} />}
      {family.isSuccess && (left === undefined || right === undefined) && <Text>{t('alone')}</Text>}
      {left !== undefined && right !== undefined && (
        <>
          <div className={classes['choices']}>
            <NativeSelect
              label={t('compare.left')}
              value={left.id}
              data={choices}
              onChange={(event) => go(event.currentTarget.value, event.currentTarget.value === right.id ? left.id : right.id)}
            />
            <ActionIcon
              variant="default"
              size={42}
              aria-label={t('compare.swap')}
              title={t('compare.swap')}
              onClick={() => go(right.id, left.id)}
            >
              <IconArrowsExchange size={20} aria-hidden />
            </ActionIcon>
            <NativeSelect
              label={t('compare.right')}
              value={right.id}
              data={choices.filter(({ value }) => value !== left.id)}
              onChange={(event) => go(left.id, event.currentTarget.value)}
            />
          </div>
          <Comparison key={`${left.id} ${right.id}`} left={left} right={right} />
        </>
      )}
    </Page>
  );
}

function Comparison({ left, right }: { left: FamilyMember; right: FamilyMember }) {
  const t = useWords(variantWords);
  const [own, other] = [useComparedPlan(left.id), useComparedPlan(right.id)];
  const names = { left: nameOf(left, t('comma')), right: nameOf(right, t('comma')) };
  const mayBring = left.mayComment && right.mayComment;
  const act = useCallback(
    (difference: Difference): ReadonlyMap<Difference, ReactNode> =>
      new Map(
        findHunks(difference).map((hunk: Hunk) => [hunk.last, <BringButton key="bring" to={left} from={right} hunk={hunk} />]),
      ),
    [left, right],
  );
  const failed = own.error ?? other.error;
  if (own.data === undefined || other.data === undefined) {
    if (failed !== null) return <Failure error={failed} retry={() => Promise.all([own.refetch(), other.refetch()])} />;
    return <Loading />;
  }
  return (
    <div>
      <VisuallyHidden component="h2">{t('compare.changes')}</VisuallyHidden>
      <Text size="sm" c="dimmed" mb="md">
        {t(mayBring ? 'compare.lead' : 'compare.leadRead')}
      </Text>
      <DifferencePanel
        before={{ content: own.data.content, label: names.left }}
        after={{ content: other.data.content, label: names.right }}
        sides={{ before: t('side.left'), after: t('side.right') }}
        {...(mayBring ? { act } : {})}
      />
    </div>
  );
}

/** The plan as it is when the comparison is opened; what others write meanwhile does not move it, and the server checks what is brought. */
const useComparedPlan = (lessonId: string) => {
  const input = { params: { lessonId } };
  return useQuery({
    queryKey: [...answerKey(getPlan, input), 'compared'],
    queryFn: () => call(getPlan, input),
    gcTime: 0,
    staleTime: Number.POSITIVE_INFINITY,
  });
};

function nameOf({ title, classNames, school }: FamilyMember, comma: string): string {
  return [title, classNames.join(comma), school].filter((part) => part !== '').join(' · ');
}
