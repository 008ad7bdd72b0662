import { Button, Group, Stack, Text } from '@mantine/core';
import { IconDeviceTv, IconPlus } from '@tabler/icons-react';
import { useState } from 'react';
import { listDevices, type ClassroomDevice } from '../../../shared/devices.ts';
import { useAnswer } from '../../connection/useAnswer.ts';
import { Card } from '../../ui/Card.tsx';
import { useDates } from '../../ui/dates.ts';
import { EmptyState } from '../../ui/EmptyState.tsx';
import { Failure } from '../../ui/Failure.tsx';
import { Loading } from '../../ui/Loading.tsx';
import { Page } from '../../ui/Page.tsx';
import { useWords } from '../../ui/words.ts';
import { deviceAddress } from './deviceAddress.ts';
import { PairDialog } from './PairDialog.tsx';
import { StopDeviceDialog } from './StopDeviceDialog.tsx';
import { words } from './words.ts';

/** The classroom devices of the schools I work at: pairing one, and taking one out of use. */
export function DevicesPage() {
  const t = useWords(words);
  const { data, error, refetch } = useAnswer(listDevices);
  const [dialog, setDialog] = useState<'pair' | ClassroomDevice | null>(null);
  const schools = data?.schools ?? [];
  const pair = (
    <Button leftSection={<IconPlus size={20} aria-hidden />} onClick={() => setDialog('pair')}>
      {t('list.pair')}
    </Button>
  );
  return (
    <Page title={t('list.title')} lead={t('list.lead')} width="narrow" actions={schools.length > 0 && pair}>
      {data === undefined && (error === null ? <Loading height={160} /> : <Failure error={error} retry={refetch} />)}
      {data !== undefined && schools.length === 0 && (
        <EmptyState icon={IconDeviceTv} title={t('list.notYours')}>
          {t('list.notYoursHow')}
        </EmptyState>
      )}
      {schools.length > 0 && data?.items.length === 0 && (
        <EmptyState icon={IconDeviceTv} title={t('list.empty')}>
          {t('list.emptyHow', { address: deviceAddress() })}
        </EmptyState>
      )}
      {data !== undefined && data.items.length > 0 && (
        <Stack component="ul" gap="sm" p={0} m={0} style={{ listStyle: 'none' }}>
          {data.items.map((device) => (
            <li key={device.id}>
              <DeviceCard device={device} manySchools={schools.length > 1} stop={() => setDialog(device)} />
            </li>
          ))}
        </Stack>
      )}
      {dialog === 'pair' && <PairDialog schools={schools} close={() => setDialog(null)} />}
      {dialog !== null && dialog !== 'pair' && <StopDeviceDialog device={dialog} close={() => setDialog(null)} />}
    </Page>
  );
}

function DeviceCard({ device, manySchools, stop }: { device: ClassroomDevice; manySchools: boolean; stop: () => void }) {
  const t = useWords(words);
  const dates = useDates();
  const { name, school, pairedBy, pairedAt, seenAt } = device;
  return (
    <Card>
      <Group justify="space-between" gap="md">
        <div style={{ minWidth: 0 }}>
          <Text fw={600}>{manySchools ? `${name} · ${school.name}` : name}</Text>
          <Text size="sm" c="dimmed">
            {t('list.paired', { name: pairedBy.name, day: dates.date(pairedAt) })}
            {' · '}
            {seenAt === null ? t('list.never') : t('list.seen', { when: dates.ago(seenAt) })}
          </Text>
        </div>
        <Button variant="default" size="sm" aria-label={t('list.remove', { name })} onClick={stop}>
          {t('list.removeShort')}
        </Button>
      </Group>
    </Card>
  );
}
