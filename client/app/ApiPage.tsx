import { Anchor, Badge, Code, Stack, Text } from '@mantine/core';
import { useAnswer } from '../connection/useAnswer.ts';
import { Card } from '../ui/Card.tsx';
import { Failure } from '../ui/Failure.tsx';
import { Loading } from '../ui/Loading.tsx';
import { Page } from '../ui/Page.tsx';
import { Section } from '../ui/Section.tsx';
import { useWords } from '../ui/words.ts';
import classes from './ApiPage.module.css';
import { byTag, describeSchema, jsonSchema, openApi, type ListedOperation } from './openApi.ts';
import { words } from './words.ts';

/** The HTTP API for people, made from the same description that machines read. */
export function ApiPage() {
  const t = useWords(words);
  const { data, error, refetch } = useAnswer(openApi);
  return (
    <Page
      title={t('api.title')}
      lead={
        <>
          {t('api.lead')}{' '}
          <Anchor href="/api/openapi.json" underline="always">
            /api/openapi.json
          </Anchor>
        </>
      }
    >
      {data === undefined && (error === null ? <Loading /> : <Failure error={error} retry={refetch} />)}
      {data !== undefined && <Text c="dimmed">{t('api.signIn')}</Text>}
      {data !== undefined &&
        byTag(data).map(([tag, operations]) => (
          <Section key={tag} title={tag}>
            <Card p={0}>
              {operations.map((listed) => (
                <OperationRow key={`${listed.method} ${listed.path}`} {...listed} />
              ))}
            </Card>
          </Section>
        ))}
    </Page>
  );
}

const colours: Record<string, string> = { GET: 'pine', POST: 'blue', PUT: 'grape', PATCH: 'orange', DELETE: 'red' };

function OperationRow({ method, path, operation }: ListedOperation) {
  const t = useWords(words);
  const body = jsonSchema(operation.requestBody);
  const answer = jsonSchema(operation.responses['200']);
  return (
    <details className={classes.operation}>
      <summary className={classes.summary}>
        <Badge variant="light" color={colours[method] ?? 'gray'} className={classes.method}>
          {method}
        </Badge>
        <span className={classes.path}>{path}</span>
        <Text span size="sm" c="dimmed" lang="en" className={classes.what}>
          {operation.summary}
        </Text>
      </summary>
      <Stack gap="xs" className={classes.detail}>
        {operation.parameters?.map(({ name, in: place, schema }) => (
          <Shape key={name} label={`${place} · ${name}`} text={schema === undefined ? 'any' : describeSchema(schema)} />
        ))}
        {body !== undefined && <Shape label={t('api.body')} text={describeSchema(body, 3)} />}
        {answer !== undefined && <Shape label={t('api.answer')} text={describeSchema(answer, 3)} />}
        {Object.entries(operation.responses)
          .filter(([status]) => status !== '200')
          .map(([status, { description }]) => (
            <Text key={status} size="sm" c="dimmed" lang="en">
              {status} · {description}
            </Text>
          ))}
      </Stack>
    </details>
  );
}

function Shape({ label, text }: { label: string; text: string }) {
  return (
    <div>
      <Text size="sm" fw={600}>
        {label}
      </Text>
      <Code block className={classes.shape} lang="en">
        {text}
      </Code>
    </div>
  );
}
