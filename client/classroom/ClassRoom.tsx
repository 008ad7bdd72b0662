import { Center, Loader, Stack, Text } from '@mantine/core';
import { PageTitle } from '../ui/PageTitle.tsx';
import { useWords } from '../ui/words.ts';
import { BigScreen } from './BigScreen.tsx';
import type { Entry } from './DeviceCheck.tsx';
import type { ClassView } from './media/classView.ts';
import type { ClassVisit } from './media/ClassVisit.ts';
import { AtDoor } from './order/AtDoor.tsx';
import { Room } from './Room.tsx';
import { useClassRoom } from './useClassRoom.ts';
import { useWakeLock } from './useWakeLock.ts';
import { words } from './words.ts';

/** The class itself: the big screen of the room for the classroom device, the desk for everybody else. */
export function ClassRoom({ visit, entry }: { visit: ClassVisit; entry: Entry }) {
  const t = useWords(words);
  const { view } = visit.state;
  if (visit.state.phase === 'waiting') return <AtDoor visit={visit} />;
  if (view !== null) return <Inside visit={visit} view={view} entry={entry} />;
  return (
    <Center component="main" h="100dvh">
      <Stack align="center" role="status">
        <Loader type="dots" />
        <PageTitle title={t('card.title')} size="h3">
          {t('room.joining')}
        </PageTitle>
        {visit.state.exhausted && <Text c="dimmed">{t('line.lost')}</Text>}
      </Stack>
    </Center>
  );
}

function Inside({ visit, view, entry }: { visit: ClassVisit; view: ClassView; entry: Entry }) {
  const inClass = useClassRoom(visit, view, entry);
  useWakeLock();
  return view.self.role === 'device' ? <BigScreen {...inClass} /> : <Room {...inClass} />;
}
