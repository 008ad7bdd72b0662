import { Button, Group, SegmentedControl, Stack, Text, Title } from '@mantine/core';
import { IconArrowsShuffle, IconHandStop } from '@tabler/icons-react';
import { useState } from 'react';
import { FormError } from '../../ui/FormError.tsx';
import { useWords } from '../../ui/words.ts';
import { formatSeconds } from '../media/clock.ts';
import { LayoutForm } from '../seats/LayoutForm.tsx';
import { SeatMap } from '../seats/SeatMap.tsx';
import { useSeatName } from '../seats/seatName.ts';
import { useDoing } from '../tools/useDoing.ts';
import type { InClass } from '../useClassRoom.ts';
import classes from './hands.module.css';
import { raisedHands, seatState } from './speakers.ts';
import { words } from './words.ts';

/** 举手: who wants to speak, who is called, and a seat drawn at random. */
export function HandsPanel(inClass: InClass) {
  const t = useWords(words);
  const { visit, view, now } = inClass;
  const { hands, seating, self, participants } = view;
  const seatName = useSeatName();
  const { run, busy, error } = useDoing();
  const raised = raisedHands(view);
  const me = participants.find(({ id }) => id === self.participantId)?.person.id;
  const ownUp = raised.some(({ person }) => person !== null && person.id === me);
  const nameOf = ({ seat, person }: (typeof raised)[number]) => (seat === null ? (person?.name ?? '') : seatName(seat));
  return (
    <Stack p="md" gap="lg">
      <CurrentCall {...inClass} />
      <Group gap="sm">
        <Button
          leftSection={<IconArrowsShuffle size={20} aria-hidden />}
          loading={busy}
          onClick={() => run(() => visit.ask('hands:draw', {}))}
        >
          {t(hands.call?.drawn === true ? 'drawAgain' : 'draw')}
        </Button>
        <Button
          variant="default"
          leftSection={<IconHandStop size={20} aria-hidden />}
          aria-pressed={ownUp}
          onClick={() => run(() => visit.ask('hands:own', { raised: !ownUp }))}
        >
          {t(ownUp ? 'own.lower' : 'own.raise')}
        </Button>
      </Group>
      <FormError error={error} />
      {raised.length === 0 ? (
        <Text c="dimmed">{t('none')}</Text>
      ) : (
        <section aria-label={t('list.title')}>
          <ol className={classes.list}>
            {raised.map((hand) => (
              <li key={hand.id} className={classes.hand}>
                <span className={classes.who}>
                  <strong>{nameOf(hand)}</strong>
                  <span className={classes.since}>
                    {t('ago', { time: formatSeconds((now - Date.parse(hand.raisedAt)) / 1000) })}
                  </span>
                </span>
                <Button
                  size="sm"
                  aria-label={t('list.takeOf', { name: nameOf(hand) })}
                  onClick={() => run(() => visit.ask('hands:take', { handId: hand.id }))}
                >
                  {t('list.take')}
                </Button>
              </li>
            ))}
          </ol>
          <Button variant="subtle" size="sm" onClick={() => run(() => visit.ask('hands:clear', {}))}>
            {t('clear')}
          </Button>
        </section>
      )}
      <Stack component="section" gap="sm">
        <Title order={3} size="h4">
          {t('map.title')}
        </Title>
        {seating.layout === null ? <LayoutForm visit={visit} layout={null} /> : <Seats {...inClass} />}
      </Stack>
    </Stack>
  );
}

function CurrentCall({ visit, view }: InClass) {
  const t = useWords(words);
  const seatName = useSeatName();
  const { run, busy } = useDoing();
  const { call } = view.hands;
  if (call === null) return null;
  const name = call.seat === null ? (call.person?.name ?? '') : seatName(call.seat);
  return (
    <div className={classes.call} role="status">
      <strong className={classes.called}>{t(call.drawn ? 'drawn' : 'called', { name })}</strong>
      <Button size="sm" variant="white" loading={busy} onClick={() => run(() => visit.ask('hands:done', {}))}>
        {t('done')}
      </Button>
    </div>
  );
}

function Seats({ visit, view }: InClass) {
  const t = useWords(words);
  const { run, error } = useDoing();
  const [mode, setMode] = useState<'raise' | 'call'>('raise');
  const { hands, seating } = view;
  const { layout, empty } = seating;
  if (layout === null) return null;
  const isUp = (seat: number) => hands.raised.some((hand) => hand.seat === seat);
  const press = (seat: number) =>
    run(() => (mode === 'call' ? visit.ask('hands:call', { seat }) : visit.ask('hands:seat', { seat, raised: !isUp(seat) })));
  return (
    <>
      <SegmentedControl
        fullWidth
        aria-label={t('map.title')}
        value={mode}
        onChange={(value) => setMode(value === 'call' ? 'call' : 'raise')}
        data={[
          { value: 'raise', label: t('map.raise') },
          { value: 'call', label: t('map.call') },
        ]}
      />
      <Text size="sm" c="dimmed">
        {t(mode === 'call' ? 'map.callHint' : 'map.raiseHint')}
      </Text>
      <SeatMap
        layout={layout}
        stateOf={(seat) => seatState(hands, empty, seat)}
        blocked={(seat) => empty.includes(seat) && !isUp(seat)}
        press={press}
      />
      <FormError error={error} />
    </>
  );
}
