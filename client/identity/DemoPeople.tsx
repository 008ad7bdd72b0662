import { Stack, Text, Title, UnstyledButton } from '@mantine/core';
import { useMutation } from '@tanstack/react-query';
import type { z } from 'zod';
import { enterDemo, listDemoPeople } from '../../shared/identity.ts';
import { Role } from '../../shared/programme.ts';
import { call } from '../connection/call.ts';
import { useSession } from '../connection/session.tsx';
import { useAnswer } from '../connection/useAnswer.ts';
import { commonWords } from '../ui/commonWords.ts';
import { FormError } from '../ui/FormError.tsx';
import { PersonAvatar } from '../ui/PersonAvatar.tsx';
import { useWords } from '../ui/words.ts';
import classes from './DemoPeople.module.css';

type DemoPerson = z.output<typeof listDemoPeople.output>['items'][number];

/** The people of the demo, by organisation: a click enters as one of them. */
export function DemoPeople() {
  const common = useWords(commonWords);
  const { enter } = useSession();
  const { data } = useAnswer(listDemoPeople);
  const entering = useMutation({
    mutationFn: (personId: string) => call(enterDemo, { body: { personId } }),
    onSuccess: enter,
  });
  if (data === undefined || data.items.length === 0) return null;
  const roleOf = ({ role }: DemoPerson) => {
    const known = Role.safeParse(role);
    return known.success ? common(`role.${known.data}`) : role;
  };

  return (
    <Stack gap="lg">
      <FormError error={entering.error} />
      {byOrganisation(data.items).map(([organisation, people]) => (
        <section key={organisation}>
          <Title order={2} fz="md" mb={8}>
            {organisation}
          </Title>
          <div className={classes.people}>
            {people.map((person) => (
              <UnstyledButton
                key={person.id}
                className={classes.person}
                disabled={entering.isPending}
                onClick={() => entering.mutate(person.id)}
              >
                <PersonAvatar person={person} />
                <div>
                  <Text fw={600} lh={1.4}>
                    {person.name}
                  </Text>
                  <Text size="sm" c="dimmed" lh={1.4}>
                    {roleOf(person)}
                  </Text>
                </div>
              </UnstyledButton>
            ))}
          </div>
        </section>
      ))}
    </Stack>
  );
}

function byOrganisation(people: DemoPerson[]): [string, DemoPerson[]][] {
  const groups = new Map<string, DemoPerson[]>();
  for (const person of people) groups.set(person.organisation, [...(groups.get(person.organisation) ?? []), person]);
  return [...groups];
}
