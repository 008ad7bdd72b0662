import { Text } from '@mantine/core';
import { useAccount } from '../connection/session.tsx';
import { Card } from '../ui/Card.tsx';
import { Page } from '../ui/Page.tsx';
import { Section } from '../ui/Section.tsx';
import { useWords } from '../ui/words.ts';
import { DeviceCopies } from './DeviceCopies.tsx';
import { InterfaceChoices } from './InterfaceChoices.tsx';
import { PasswordForm } from './PasswordForm.tsx';
import { ProfileForm } from './ProfileForm.tsx';
import { SessionList } from './SessionList.tsx';
import { words } from './words.ts';

/** My name, how the interface looks, my password, and where I am signed in. */
export function AccountPage() {
  const t = useWords(words);
  const { email } = useAccount();
  return (
    <Page title={t('account.title')} lead={<Text c="dimmed">{email}</Text>} width="narrow">
      <Section title={t('account.profile')}>
        <Card>
          <ProfileForm />
        </Card>
      </Section>
      <Section title={t('account.interface')}>
        <Card>
          <InterfaceChoices />
        </Card>
      </Section>
      <Section title={t('account.security')}>
        <Card>
          <PasswordForm />
        </Card>
      </Section>
      <Section title={t('account.device')}>
        <Card>
          <DeviceCopies />
        </Card>
      </Section>
      <Section title={t('account.sessions')}>
        <Card>
          <SessionList />
        </Card>
      </Section>
    </Page>
  );
}
