import { UnstyledButton } from '@mantine/core';
import { Fragment, type MouseEvent, type ReactNode } from 'react';
import { Link } from 'react-router';
import { floors, homeworkLayers, planSections, sites, stepFields } from '../../../shared/planDocument.ts';
import type { Piece } from '../../../shared/planDifference.ts';
import { useWords, type Translate } from '../../ui/words.ts';
import { planWords } from '../planWords.ts';
import classes from './news.module.css';
import { newsWords } from './newsWords.ts';
import type { Entry, News } from './useNews.ts';

/** What stays around a change is shown up to so many characters on each side, and a long change up to so many in all. */
const longestAround = 12;
const longestChange = 200;

type PlanWord = Translate<keyof typeof planWords.zh>;

/** All news, under the sections of the plan; each line leads to its place. */
export function NewsList(props: { news: News; onGo: (entry: number, event: MouseEvent) => void; onCard: () => void }) {
  const { news, onGo, onCard } = props;
  const t = useWords(newsWords);
  const plan = useWords(planWords);
  const numbered = news.entries.map((entry, number) => ({ entry, number }));
  const nameThem = (people: Entry['authors']) => {
    const names = people.map(({ name }) => name).join(t('comma'));
    return people.length === 0 ? null : t(people.length === 1 ? 'who' : 'either', { names });
  };

  return (
    <div className={classes['list']}>
      {news.card.length > 0 && (
        <Group title={t('card')}>
          {news.card.map(({ name, before, after }) => (
            <li key={name}>
              <UnstyledButton className={classes['entry']} onClick={onCard}>
                <span className={classes['kind']}>{t(`card.${name}`)}</span>
                <Words
                  pieces={[
                    { text: before || t('none'), change: 'removed' },
                    { text: after || t('none'), change: 'added' },
                  ]}
                />
              </UnstyledButton>
            </li>
          ))}
        </Group>
      )}
      {planSections.map((section) => {
        const own = numbered.filter(({ entry }) => entry.place.section === section);
        return own.length === 0 ? null : (
          <Group key={section} title={plan(`section.${section}`)}>
            {own.map(({ entry, number }) => (
              <li key={number}>
                <UnstyledButton className={classes['entry']} onClick={(event) => onGo(number, event)}>
                  <span className={classes['kind']}>{titleOf(t, plan, entry)}</span>
                  <Words pieces={saidPieces(t, plan, entry)} />
                  <By>{nameThem(entry.authors)}</By>
                </UnstyledButton>
              </li>
            ))}
          </Group>
        );
      })}
      {news.threads.length > 0 && (
        <Group title={t('threads')}>
          {news.threads.map(({ threadId, kind, by, at, words }) => (
            <li key={`${threadId} ${kind} ${at}`}>
              <Link className={classes['entry']} to={`?thread=${encodeURIComponent(threadId)}`}>
                <span className={classes['kind']}>{t(`thread.${kind}`)}</span>
                {words.slice(0, longestChange)}
                <By>{by.name}</By>
              </Link>
            </li>
          ))}
        </Group>
      )}
    </div>
  );
}

const Group = ({ title, children }: { title: string; children: ReactNode }) => (
  <>
    <h3>{title}</h3>
    <ul>{children}</ul>
  </>
);

const By = ({ children }: { children: string | null }) =>
  children === null ? null : <span className={classes['by']}>{children}</span>;

/** The words of a change, with a little of what stands around it. */
const Words = ({ pieces }: { pieces: readonly Piece[] }) => pieces.map(draw);

/** They are drawn anew as a whole, so that the place of each is its key. */
function draw({ text, change }: Piece, place: number, { length }: readonly Piece[]): ReactNode {
  if (change === 'added') return <ins key={place}>{cut(text)}</ins>;
  if (change === 'removed') return <del key={place}>{cut(text)}</del>;
  return <Fragment key={place}>{change === 'changed' ? cut(text) : around(text, place === 0, place === length - 1)}</Fragment>;
}

const cut = (text: string): string => (text.length > longestChange ? `${text.slice(0, longestChange)}…` : text);

function around(text: string, first: boolean, last: boolean): string {
  if (text.length <= longestAround * 2) return text;
  const [begin, end] = [first ? '' : text.slice(0, longestAround), last ? '' : text.slice(-longestAround)];
  return first && last ? `${text.slice(0, longestAround * 2)}…` : `${begin}…${end}`;
}

/** What happened to what, and in which part of the section: 改写 · 环节：导入 · 断线预案. */
function titleOf(t: Translate<keyof typeof newsWords.zh>, plan: PlanWord, { kind, of, place, fact }: Entry): string {
  const what = of === 'words' ? t(`kind.${kind}`) : `${t(`kind.${kind}`)} ${t(`of.${of}`)}`;
  const name = place.part?.name === '' ? t('unnamed') : place.part?.name;
  const field = place.field === null ? null : nameOfField(plan, place.field, place.section);
  const set =
    fact === null ? null : plan(fact === 'minutes' ? 'step.minutes' : fact === 'floor' ? 'floor.label' : 'profile.className');
  return [what, name, field, set].filter((word) => word != null).join(t('between'));
}

function nameOfField(plan: PlanWord, field: string, section: string): string | null {
  const site = sites.find((each) => each === field);
  if (section === 'preparation' && site !== undefined) return plan(`site.${site}`);
  const layer = homeworkLayers.find((each) => each === field);
  if (layer !== undefined) return plan(`layer.${layer}`);
  const own = stepFields.find((each) => each === field);
  return own === undefined ? null : plan(`field.${own}`);
}

/** The pieces as they are read: who holds the floor by name, and minutes as such. */
function saidPieces(t: Translate<keyof typeof newsWords.zh>, plan: PlanWord, { fact, pieces }: Entry): Piece[] {
  if (fact === null) return [...pieces];
  const say = (text: string): string => {
    if (fact === 'minutes') return plan('step.minutesOf', { count: text });
    const floor = floors.find((each) => each === text);
    return fact === 'floor' && floor !== undefined ? plan(`floor.${floor}`) : text;
  };
  const said = pieces.map((piece) => ({ text: say(piece.text), change: piece.change }));
  const nothing = (change: 'added' | 'removed'): Piece[] =>
    said.some((piece) => piece.change === change) ? [] : [{ text: t('none'), change }];
  return [...nothing('removed'), ...said, ...nothing('added')];
}
