import { ActionIcon, Anchor, Button, Group, Stack, Text, Title } from '@mantine/core';
import { IconArrowLeft, IconEdit, IconTemplate, IconTrash } from '@tabler/icons-react';
import { useState } from 'react';
import { Link } from 'react-router';
import { getTemplate, listTemplates, type Template } from '../../../shared/templates.ts';
import { useAnswer } from '../../connection/useAnswer.ts';
import { Card } from '../../ui/Card.tsx';
import { useDates } from '../../ui/dates.ts';
import { EmptyState } from '../../ui/EmptyState.tsx';
import { Failure } from '../../ui/Failure.tsx';
import { Loading } from '../../ui/Loading.tsx';
import { Page } from '../../ui/Page.tsx';
import { Section } from '../../ui/Section.tsx';
import { useWords } from '../../ui/words.ts';
import { words } from '../words.ts';
import { DeleteTemplateDialog, EditTemplateDialog } from './TemplateDialogs.tsx';
import { groupTemplates } from './groupTemplates.ts';
import { Outline } from './Outline.tsx';
import classes from './templates.module.css';
import { templateWords } from './templateWords.ts';

/** The templates that I can start lessons from; those who look after one rename and delete it here. */
export function TemplatesPage() {
  const t = useWords(templateWords);
  const planning = useWords(words);
  const templates = useAnswer(listTemplates);
  const items = templates.data?.items ?? [];
  return (
    <Page
      title={t('title')}
      lead={t('lead')}
      above={
        <Anchor component={Link} to="/lessons" size="sm" c="dimmed">
          <IconArrowLeft size={15} aria-hidden style={{ verticalAlign: '-0.15em' }} /> {planning('lesson.back')}
        </Anchor>
      }
    >
      {templates.isPending && <Loading />}
      {templates.isError && templates.data === undefined && <Failure error={templates.error} retry={templates.refetch} />}
      {templates.data?.items.length === 0 && (
        <EmptyState
          icon={IconTemplate}
          title={t('empty.title')}
          action={
            <Button component={Link} to="/lessons" variant="default">
              {t('empty.open')}
            </Button>
          }
        >
          {t('empty')}
        </EmptyState>
      )}
      {groupTemplates(items, t('group.own')).map((group) => (
        <Section key={group.name} title={group.name}>
          <ul className={classes['list']}>
            {group.items.map((template) => (
              <li key={template.id}>
                <TemplateCard template={template} />
              </li>
            ))}
          </ul>
        </Section>
      ))}
    </Page>
  );
}

function TemplateCard({ template }: { template: Template }) {
  const t = useWords(templateWords);
  const dates = useDates();
  const [opened, setOpened] = useState(false);
  const [dialog, setDialog] = useState<'edit' | 'delete' | null>(null);
  const { name, description, subject, grade, withText, by, updatedAt } = template;
  const facts = [subject, grade, withText ? '' : t('stepsOnly')].filter((fact) => fact !== '');
  return (
    <Card>
      <div className={classes['item']}>
        <div className={classes['words']}>
          <Title order={3} size="h4">
            {name}
          </Title>
          {facts.length > 0 && <Text size="sm">{facts.join(' · ')}</Text>}
          {description !== '' && <Text size="sm">{description}</Text>}
          <Text size="sm" c="dimmed">
            {t('by', { name: by.name, when: dates.ago(updatedAt) })}
          </Text>
        </div>
        {template.mayManage && (
          <Group gap={4}>
            <ActionIcon
              variant="subtle"
              color="gray"
              size={44}
              aria-label={t('edit', { name })}
              onClick={() => setDialog('edit')}
            >
              <IconEdit size={19} aria-hidden />
            </ActionIcon>
            <ActionIcon
              variant="subtle"
              color="gray"
              size={44}
              aria-label={t('delete', { name })}
              onClick={() => setDialog('delete')}
            >
              <IconTrash size={19} aria-hidden />
            </ActionIcon>
          </Group>
        )}
      </div>
      <Stack gap="xs" mt="xs">
        <Anchor
          component="button"
          type="button"
          size="sm"
          ta="start"
          aria-expanded={opened}
          onClick={() => setOpened((now) => !now)}
        >
          {t('preview')}
        </Anchor>
        {opened && <Content templateId={template.id} />}
      </Stack>
      {dialog === 'edit' && <EditTemplateDialog template={template} onClose={() => setDialog(null)} />}
      {dialog === 'delete' && <DeleteTemplateDialog template={template} onClose={() => setDialog(null)} />}
    </Card>
  );
}

function Content({ templateId }: { templateId: string }) {
  const template = useAnswer(getTemplate, { params: { templateId } });
  if (template.isPending) return <Loading />;
  if (template.data === undefined) return <Failure error={template.error} retry={template.refetch} />;
  return <Outline outline={template.data.outline} />;
}
