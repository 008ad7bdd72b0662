import { Badge } from '@mantine/core';
import type { ReactNode } from 'react';
import { floors, homeworkLayers, planSections, sites, stepFields } from '../../../shared/planDocument.ts';
import type { Difference, Piece } from '../../../shared/planDifference.ts';
import { lineOf, sameAttributes, textBelow, type PlanAttributes, type PlanNode } from '../../../shared/planNode.ts';
import { useWords, type Translate } from '../../ui/words.ts';
import { planWords } from '../planWords.ts';
import classes from './Difference.module.css';
import { versionWords } from './versionWords.ts';

export interface DifferenceViewProps {
  difference: Difference;
  /** Also what has stayed as it was. */
  all: boolean;
  mode: 'inline' | 'side';
  /** What stands behind some of the differences, such as a button. */
  actions?: ReadonlyMap<Difference, ReactNode> | undefined;
}

type PlanWord = Translate<keyof typeof planWords.zh>;

/** What became of a plan, under the headings of its parts. */
export function DifferenceView({ difference, all, mode, actions }: DifferenceViewProps): ReactNode {
  const t = useWords(planWords);
  const node = difference.after ?? difference.before;
  if (node === null || (!all && difference.change === 'same' && !difference.moved)) return null;
  if (difference.pieces !== null) {
    return (
      <>
        <Line pieces={difference.pieces} mode={mode} kind={node.type} all={all} />
        {actions?.get(difference)}
      </>
    );
  }
  // Each difference is drawn anew and nothing in it ever changes places, so that its place is its key.
  const drawChild = (child: Difference, place: number) => (
    <DifferenceView key={place} difference={child} all={all} mode={mode} actions={actions} />
  );
  const below = difference.children.map(drawChild);
  const facts = factsOf(t, difference);
  switch (node.type) {
    case 'doc':
      return below;
    case 'planSection':
      return (
        <section className={classes.section}>
          <h3 className={classes.heading}>
            {t(`section.${planSections.find((kind) => kind === node.attrs?.['kind']) ?? 'basics'}`)}
          </h3>
          {below}
        </section>
      );
    case 'lessonStep':
    case 'learnerProfile':
      return (
        <div className={classes.part} role="group" aria-label={titleOf(t, node)}>
          <h4 className={classes.heading}>
            {titleOf(t, node)} <Signs difference={difference} />
          </h4>
          {facts.map(({ label, pieces }) => (
            <div key={label}>
              <div className={classes.label}>{label}</div>
              <Line pieces={pieces} mode={mode} kind="paragraph" all />
            </div>
          ))}
          {below}
          {actions?.get(difference)}
        </div>
      );
    case 'stepField':
    case 'sitePreparation':
    case 'homeworkLayer':
      if (!all && textBelow(node).trim() === '' && difference.change !== 'changed') return null;
      return (
        <div>
          <div className={classes.label}>{labelOf(t, node)}</div>
          {below}
        </div>
      );
    case 'table':
      return (
        <div className={classes.table} data-block="table">
          {below}
        </div>
      );
    case 'tableCell':
    case 'tableHeader':
      return <div data-block={node.type}>{below}</div>;
    default:
      return below.length === 0 ? <Other difference={difference} mode={mode} /> : <div data-block={node.type}>{below}</div>;
  }
}

function Line(props: { pieces: readonly Piece[]; mode: 'inline' | 'side'; kind: string; all: boolean }) {
  const { pieces, mode, kind, all } = props;
  if (!all && pieces.every(({ text }) => text.trim() === '')) return null;
  if (mode === 'inline') {
    return (
      <p className={classes.line} data-block={kind}>
        {pieces.map(draw)}
      </p>
    );
  }
  return (
    <div className={classes.row} data-block={kind}>
      <p className={classes.line}>{pieces.filter(({ change }) => change !== 'added').map(draw)}</p>
      <p className={classes.line}>{pieces.filter(({ change }) => change !== 'removed').map(draw)}</p>
    </div>
  );
}

function draw({ text, change }: Piece, index: number): ReactNode {
  const shown = text.replaceAll('\n', ' ⏎ ');
  if (change === 'added') return <ins key={index}>{shown}</ins>;
  if (change === 'removed') return <del key={index}>{shown}</del>;
  return (
    <span key={index} data-change={change}>
      {shown}
    </span>
  );
}

/** What has no text of its own, such as a picture: what it is, and what is known of it, before and after. */
function Other({ difference, mode }: { difference: Difference; mode: 'inline' | 'side' }) {
  const t = useWords(versionWords);
  const say = (node: PlanNode) => {
    const type = (['planImage', 'planFile', 'blockMath'] as const).find((known) => known === node.type);
    return t(type === undefined ? 'other.node' : `other.${type}`, { words: textBelow(node) });
  };
  const { before, after, change } = difference;
  const [was, is] = [before === null ? '' : say(before), after === null ? '' : say(after)];
  const pieces: Piece[] =
    was === is || before === null || after === null
      ? [{ text: is || was, change }]
      : [
          { text: was, change: 'removed' },
          { text: is, change: 'added' },
        ];
  return <Line pieces={pieces} mode={mode} kind="other" all />;
}

function Signs({ difference }: { difference: Difference }) {
  const t = useWords(versionWords);
  const { change, moved } = difference;
  return (
    <>
      {(change === 'added' || change === 'removed') && (
        <Badge variant="default" size="sm">
          {t(`change.${change}`)}
        </Badge>
      )}
      {moved && (
        <Badge variant="default" size="sm">
          {t('change.moved')}
        </Badge>
      )}
    </>
  );
}

/** The attributes of a part that people set, where they differ. */
function factsOf(t: PlanWord, { before, after, change }: Difference): { label: string; pieces: Piece[] }[] {
  if (change !== 'changed' || before === null || after === null || sameAttributes(before.attrs, after.attrs)) return [];
  const minutes = ({ minutes: value }: PlanAttributes) =>
    typeof value === 'number' ? t('step.minutesOf', { count: value }) : t('step.noMinutes');
  const floor = ({ floor: value }: PlanAttributes) => t(`floor.${floors.find((each) => each === value) ?? 'lead'}`);
  const facts = [
    { name: 'minutes', label: t('step.minutes'), say: minutes },
    { name: 'floor', label: t('floor.label'), say: floor },
    {
      name: 'className',
      label: t('profile.className'),
      say: ({ className }: PlanAttributes) => (typeof className === 'string' ? className : ''),
    },
  ];
  return facts.flatMap(({ name, label, say }) => {
    const [old, now] = [before.attrs ?? {}, after.attrs ?? {}];
    if (old[name] === now[name]) return [];
    const pieces: Piece[] = [
      { text: say(old), change: 'removed' },
      { text: say(now), change: 'added' },
    ];
    return [{ label, pieces }];
  });
}

function titleOf(t: PlanWord, node: PlanNode): string {
  if (node.type === 'learnerProfile') {
    const name = node.attrs?.['className'];
    return typeof name === 'string' && name !== '' ? name : t('profile.className');
  }
  const field = (node.content ?? []).find(({ attrs }) => attrs?.['kind'] === 'name');
  const name = (field?.content ?? []).map(lineOf).join('').trim();
  return t('step.group', { name: name === '' ? t('step.unnamed') : name });
}

function labelOf(t: PlanWord, { type, attrs = {} }: PlanNode): string {
  if (type === 'sitePreparation') return t(`site.${sites.find((each) => each === attrs['site']) ?? 'lead'}`);
  if (type === 'homeworkLayer') return t(`layer.${homeworkLayers.find((each) => each === attrs['layer']) ?? 'basic'}`);
  return t(`field.${stepFields.find((each) => each === attrs['kind']) ?? 'name'}`);
}
