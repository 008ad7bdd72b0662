import { Menu, UnstyledButton } from '@mantine/core';
import { IconDeviceTv, IconLogout, IconUser } from '@tabler/icons-react';
import { Link } from 'react-router';
import { useAccount } from '../connection/session.tsx';
import { useSignOut } from '../identity/useSignOut.tsx';
import { PersonAvatar } from '../ui/PersonAvatar.tsx';
import { useWords } from '../ui/words.ts';
import { words } from './words.ts';

/** Who I am, and the way out. */
export function AccountMenu() {
  const t = useWords(words);
  const account = useAccount();
  const { signOut, dialog } = useSignOut();
  return (
    <>
      <Menu position="bottom-end" width={220}>
        <Menu.Target>
          <UnstyledButton aria-label={t('account.menu', { name: account.name })} p={2} style={{ borderRadius: 99 }}>
            <PersonAvatar person={account} />
          </UnstyledButton>
        </Menu.Target>
        <Menu.Dropdown>
          <Menu.Label>{account.name}</Menu.Label>
          <Menu.Item component={Link} to="/account" leftSection={<IconUser size={18} aria-hidden />}>
            {t('account.page')}
          </Menu.Item>
          <Menu.Item component={Link} to="/devices" leftSection={<IconDeviceTv size={18} aria-hidden />}>
            {t('account.devices')}
          </Menu.Item>
          <Menu.Item leftSection={<IconLogout size={18} aria-hidden />} onClick={signOut}>
            {t('account.signOut')}
          </Menu.Item>
        </Menu.Dropdown>
      </Menu>
      {dialog}
    </>
  );
}
