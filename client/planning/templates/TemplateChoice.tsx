import { NativeSelect, Stack, Text } from '@mantine/core';
import { getTemplate, listTemplates, type Template } from '../../../shared/templates.ts';
import { useAnswer } from '../../connection/useAnswer.ts';
import { Failure } from '../../ui/Failure.tsx';
import { Loading } from '../../ui/Loading.tsx';
import { useWords } from '../../ui/words.ts';
import { Outline } from './Outline.tsx';
import { groupTemplates } from './groupTemplates.ts';
import { templateWords } from './templateWords.ts';

/** One of the templates, with what it holds. */
export function TemplateChoice(props: { value: string; error: string | undefined; onChange: (templateId: string) => void }) {
  const t = useWords(templateWords);
  const templates = useAnswer(listTemplates);
  if (templates.isPending) return <Loading />;
  if (templates.data === undefined) return <Failure error={templates.error} retry={templates.refetch} />;
  if (templates.data.items.length === 0) {
    return (
      <Text size="sm" c="dimmed">
        {t('none')}
      </Text>
    );
  }
  const label = ({ name, subject, grade }: Template) => [name, subject, grade].filter((word) => word !== '').join(' · ');
  return (
    <Stack gap="xs">
      <NativeSelect
        name="templateId"
        label={t('choose')}
        required
        error={props.error}
        value={props.value}
        onChange={(event) => props.onChange(event.currentTarget.value)}
      >
        <option value="">{t('choose.hint')}</option>
        {groupTemplates(templates.data.items, t('group.own')).map((group) => (
          <optgroup key={group.name} label={group.name}>
            {group.items.map((template) => (
              <option key={template.id} value={template.id}>
                {label(template)}
              </option>
            ))}
          </optgroup>
        ))}
      </NativeSelect>
      {props.value !== '' && <Preview templateId={props.value} />}
    </Stack>
  );
}

function Preview({ templateId }: { templateId: string }) {
  const template = useAnswer(getTemplate, { params: { templateId } });
  if (template.isPending) return <Loading />;
  if (template.data === undefined) return <Failure error={template.error} retry={template.refetch} />;
  return (
    <Stack gap={4}>
      {template.data.description !== '' && <Text size="sm">{template.data.description}</Text>}
      <Outline outline={template.data.outline} />
    </Stack>
  );
}
