import { Anchor, Button, Modal, Stack, Text, Textarea } from '@mantine/core';
import { IconArrowForwardUp, IconCheck } from '@tabler/icons-react';
import { useMutation } from '@tanstack/react-query';
import { uuidv4 } from 'lib0/random';
import { useState, type FormEvent } from 'react';
import { Link } from 'react-router';
import type { Hunk } from '../../../shared/planHunks.ts';
import { bringChange, type FamilyMember } from '../../../shared/variants.ts';
import { call } from '../../connection/call.ts';
import { commonWords } from '../../ui/commonWords.ts';
import { DialogEnd } from '../../ui/DialogEnd.tsx';
import { useWords } from '../../ui/words.ts';
import classes from './variants.module.css';
import { variantWords } from './variantWords.ts';

interface BringProps {
  /** The lesson that the suggestion goes to, and the one whose words it brings. */
  to: FamilyMember;
  from: FamilyMember;
  hunk: Hunk;
}

/** Brings a change to the other lesson as a suggestion; afterwards it leads to that. */
export function BringButton({ to, from, hunk }: BringProps) {
  const t = useWords(variantWords);
  const [asking, setAsking] = useState(false);
  const [threadId, setThreadId] = useState<string | null>(null);
  if (threadId !== null) {
    return (
      <div className={classes['bring']}>
        <Text size="sm" role="status">
          <IconCheck size={15} aria-hidden style={{ verticalAlign: '-0.15em' }} /> {t('bring.sent')}{' '}
          <Anchor component={Link} to={`/lessons/${to.id}?thread=${threadId}`} underline="always">
            {t('bring.see')}
          </Anchor>
        </Text>
      </div>
    );
  }
  const words = (hunk.after || hunk.before).replaceAll('\ufffc', ' ').slice(0, 40);
  return (
    <div className={classes['bring']}>
      <Button
        variant="default"
        size="compact-sm"
        leftSection={<IconArrowForwardUp size={15} aria-hidden />}
        aria-label={t('bring.of', { to: to.title, words })}
        onClick={() => setAsking(true)}
      >
        {t('bring')}
      </Button>
      {asking && <BringDialog to={to} from={from} hunk={hunk} onClose={() => setAsking(false)} onSent={setThreadId} />}
    </div>
  );
}

function BringDialog({ to, from, hunk, onClose, onSent }: BringProps & { onClose: () => void; onSent: (id: string) => void }) {
  const t = useWords(variantWords);
  const common = useWords(commonWords);
  const { before, after, place, at } = hunk;
  const [body, setBody] = useState(after === '' ? t('bring.whyRemoveText') : '');
  // Other words are another comment; the same ones sent again after a lost answer are not.
  const [sent, setSent] = useState({ body: '', commentId: '' });
  const send = useMutation({
    mutationFn: (given: { body: string; commentId: string }) =>
      call(bringChange, { params: { lessonId: to.id, relativeId: from.id }, body: { ...given, place, before, after, at } }),
    onSuccess: ({ id }) => onSent(id),
  });
  const submit = (event: FormEvent) => {
    event.preventDefault();
    const given = sent.commentId !== '' && sent.body === body ? sent : { body, commentId: uuidv4() };
    setSent(given);
    send.mutate(given);
  };
  return (
    <Modal
      opened
      onClose={onClose}
      title={t('bring.title', { to: to.title })}
      closeButtonProps={{ 'aria-label': common('close') }}
    >
      <form onSubmit={submit} noValidate>
        <Stack gap="md">
          {before !== '' && (
            <Words label={t(after === '' ? 'bring.remove' : 'bring.now')} words={before.replaceAll('\ufffc', ' … ')} />
          )}
          {after !== '' && <Words label={t(before === '' ? 'bring.add' : 'bring.wording')} words={after} />}
          <Textarea
            label={t(after === '' ? 'bring.whyRemove' : 'bring.why')}
            placeholder={t('bring.whyHint')}
            required={after === ''}
            maxLength={1000}
            autosize
            minRows={2}
            data-autofocus
            value={body}
            onChange={(event) => setBody(event.currentTarget.value)}
          />
          <DialogEnd submit={t('bring.send')} busy={send.isPending} error={send.error} onClose={onClose} />
        </Stack>
      </form>
    </Modal>
  );
}

function Words({ label, words }: { label: string; words: string }) {
  return (
    <div>
      <Text size="sm" c="dimmed" mb={4}>
        {label}
      </Text>
      <blockquote className={classes['quote']}>{words}</blockquote>
    </div>
  );
}
