import type { SignedIn } from '../connection/session.tsx';

/** A team in which the account may start lessons. */
export interface PlanningTeam {
  id: string;
  name: string;
}

/** The teams in which the account plans today. */
export function teamsToPlanIn({ memberships }: SignedIn): PlanningTeam[] {
  const teams = memberships
    .filter(({ active, role }) => active && ['rear', 'stationed', 'recipient'].includes(role))
    .flatMap(({ team }) => (team === null ? [] : [{ id: team.id, name: team.name }]));
  return [...new Map(teams.map((team) => [team.id, team])).values()];
}

/** The organisations that the account coordinates today. */
export function organisationsToCoordinate({ memberships }: SignedIn): PlanningTeam[] {
  const places = memberships.filter(({ active, role }) => active && role === 'coordinator');
  return [
    ...new Map(places.map(({ organisation }) => [organisation.id, { id: organisation.id, name: organisation.name }])).values(),
  ];
}
