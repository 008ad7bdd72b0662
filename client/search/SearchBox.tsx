import { Kbd, TextInput } from '@mantine/core';
import { IconSearch } from '@tabler/icons-react';
import { useEffect, useRef, type FormEvent } from 'react';
import { useLocation, useNavigate } from 'react-router';
import { longestQuery } from '../../shared/search.ts';
import { useWords } from '../ui/words.ts';
import classes from './SearchBox.module.css';
import { words } from './words.ts';

/** The way to find from every page: a field in the bar, where there is room, that `/` and Ctrl+K lead to; without room, to the page of its own. */
export function SearchBox() {
  const t = useWords(words);
  const navigate = useNavigate();
  const { pathname } = useLocation();
  const input = useRef<HTMLInputElement>(null);
  const elsewhere = pathname !== '/search';

  useEffect(() => {
    const listen = (event: KeyboardEvent) => {
      if (!asksToFind(event)) return;
      event.preventDefault();
      const field = elsewhere ? input.current : document.querySelector<HTMLInputElement>('main input[type="search"]');
      if (field !== null && field.offsetParent !== null) field.select();
      else void navigate('/search');
    };
    addEventListener('keydown', listen);
    return () => removeEventListener('keydown', listen);
  }, [elsewhere, navigate]);

  const submit = (event: FormEvent) => {
    event.preventDefault();
    const q = input.current?.value.trim() ?? '';
    void navigate(q === '' ? '/search' : `/search?q=${encodeURIComponent(q)}`);
    if (input.current !== null) input.current.value = '';
  };

  // The page of its own has a field of its own.
  if (!elsewhere) return null;
  return (
    <form role="search" className={classes.box} onSubmit={submit}>
      <TextInput
        ref={input}
        type="search"
        size="sm"
        maxLength={longestQuery}
        aria-label={t('find.label')}
        placeholder={t('find.placeholder')}
        title={t('find.shortcut')}
        leftSection={<IconSearch size={18} stroke={1.7} aria-hidden />}
        rightSection={
          <Kbd size="xs" aria-hidden>
            /
          </Kbd>
        }
        rightSectionPointerEvents="none"
      />
    </form>
  );
}

/** Keys that are typed somewhere, or that something else has taken, are not ours. */
function asksToFind(event: KeyboardEvent): boolean {
  if (event.defaultPrevented || event.isComposing || event.altKey || event.shiftKey) return false;
  const target = event.target instanceof HTMLElement ? event.target : null;
  if (target?.closest('[role="dialog"], [contenteditable="true"]') != null) return false;
  if (event.ctrlKey || event.metaKey) return event.key.toLowerCase() === 'k';
  return event.key === '/' && target?.closest('input, textarea, select') == null;
}
