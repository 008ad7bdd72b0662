import { z } from 'zod';
import { endpoint } from './http.ts';
import { Account, EmailAddress, NewPassword } from './identity.ts';
import { Day, Done, Id, Line, ListOf, Moment, Person, Text } from './values.ts';

/** What a person is in a team (PRODUCT.md, "People"). A person may hold several over time. */
export const Role = z.enum(['coordinator', 'rear', 'stationed', 'recipient', 'mentor', 'observer']);
export type Role = z.output<typeof Role>;

export const OrganisationKind = z.enum(['supporting', 'recipient', 'home']);
export const TeamKind = z.enum(['management-and-teaching', 'subject-task-force', 'teaching-research']);
export const NeedState = z.enum(['open', 'planned', 'met']);

export const Organisation = z.object({ id: Id, name: z.string(), kind: OrganisationKind });
export type Organisation = z.output<typeof Organisation>;

export const Pairing = z.object({
  id: Id,
  name: z.string(),
  supporting: Organisation,
  recipient: Organisation,
  startsOn: Day,
  endsOn: Day.nullable(),
});
export type Pairing = z.output<typeof Pairing>;

export const Team = z.object({ id: Id, pairingId: Id, name: z.string(), kind: TeamKind });
export type Team = z.output<typeof Team>;

/** `active` is whether the term includes today. A coordinator has no team: the whole organisation is theirs. */
export const Member = z.object({
  id: Id,
  person: Person,
  role: Role,
  organisation: Organisation,
  teamId: Id.nullable(),
  startsOn: Day,
  endsOn: Day.nullable(),
  active: z.boolean(),
});
export type Member = z.output<typeof Member>;

/** A place I hold or held: what the home page and navigation are made from. */
export const Membership = Member.omit({ person: true }).extend({
  team: Team.nullable(),
  pairing: Pairing.nullable(),
});
export type Membership = z.output<typeof Membership>;

export const Need = z.object({
  id: Id,
  teamId: Id,
  title: z.string(),
  description: z.string(),
  subject: z.string(),
  grade: z.string(),
  state: NeedState,
  raisedBy: Person,
  createdAt: Moment,
});
export type Need = z.output<typeof Need>;

/** Whether the installation is empty, and what its first page offers. Asked before anyone is signed in. */
export const installation = endpoint({
  method: 'GET',
  path: '/api/installation',
  summary: 'Whether this installation is set up, and whether it is the demo',
  audience: 'anyone',
  output: z.object({ empty: z.boolean(), demo: z.boolean(), canLoadDemo: z.boolean() }),
});

export const setUp = endpoint({
  method: 'POST',
  path: '/api/installation',
  summary: 'Set up the first organisation and its coordinator; only while the installation is empty',
  audience: 'anyone',
  body: z.object({
    organisationName: Line(),
    organisationKind: OrganisationKind,
    name: Line(60),
    email: EmailAddress,
    password: NewPassword,
  }),
  output: Account,
});

export const loadDemo = endpoint({
  method: 'POST',
  path: '/api/installation/demo',
  summary: 'Fill an empty installation with the demo; only on loopback',
  audience: 'anyone',
  output: Done,
});

export const myMemberships = endpoint({
  method: 'GET',
  path: '/api/memberships',
  summary: 'The places I hold, past ones included',
  audience: 'account',
  output: ListOf(Membership),
});

export const listOrganisations = endpoint({
  method: 'GET',
  path: '/api/organisations',
  summary: 'The organisations I can see',
  audience: 'account',
  output: ListOf(Organisation),
});

export const createOrganisation = endpoint({
  method: 'POST',
  path: '/api/organisations',
  summary: 'Add an organisation (coordinators)',
  audience: 'account',
  body: z.object({ name: Line(), kind: OrganisationKind }),
  output: Organisation,
});

export const listPairings = endpoint({
  method: 'GET',
  path: '/api/pairings',
  summary: 'The pairings I can see',
  audience: 'account',
  output: ListOf(Pairing),
});

export const createPairing = endpoint({
  method: 'POST',
  path: '/api/pairings',
  summary: 'Pair a supporting unit with a recipient school (coordinators)',
  audience: 'account',
  body: z.object({
    name: Line(),
    supportingOrganisationId: Id,
    recipientOrganisationId: Id,
    startsOn: Day,
    endsOn: Day.nullable().default(null),
  }),
  output: Pairing,
});

export const getPairing = endpoint({
  method: 'GET',
  path: '/api/pairings/:pairingId',
  summary: 'A pairing with its teams and members',
  audience: 'account',
  params: z.object({ pairingId: Id }),
  output: Pairing.extend({ teams: z.array(Team), members: z.array(Member), mayManage: z.boolean() }),
});

export const createTeam = endpoint({
  method: 'POST',
  path: '/api/pairings/:pairingId/teams',
  summary: 'Add a team to a pairing (coordinators)',
  audience: 'account',
  params: z.object({ pairingId: Id }),
  body: z.object({ name: Line(), kind: TeamKind }),
  output: Team,
});

/** Changing a term takes effect at once, on open sockets too. */
export const updateMember = endpoint({
  method: 'PATCH',
  path: '/api/members/:memberId',
  summary: "Change a member's role or term (coordinators)",
  audience: 'account',
  params: z.object({ memberId: Id }),
  body: z.object({ role: Role.optional(), startsOn: Day.optional(), endsOn: Day.nullable().optional() }),
  output: Member,
});

export const removeMember = endpoint({
  method: 'DELETE',
  path: '/api/members/:memberId',
  summary: 'Remove a member at once; what they wrote stays theirs (coordinators)',
  audience: 'account',
  params: z.object({ memberId: Id }),
  output: Done,
});

/** `teamId` is null only for a coordinator. The token is in the answer once and is stored hashed. */
export const invite = endpoint({
  method: 'POST',
  path: '/api/invitations',
  summary: 'Invite a person (coordinators); answers the single-use link',
  audience: 'account',
  body: z.object({
    organisationId: Id,
    teamId: Id.nullable(),
    role: Role,
    name: Line(60).optional(),
    startsOn: Day,
    endsOn: Day.nullable().default(null),
  }),
  output: z.object({ url: z.string(), expiresAt: Moment }),
});

const Token = z.object({ token: z.string().min(20).max(100) });

export const getInvitation = endpoint({
  method: 'GET',
  path: '/api/invitations/:token',
  summary: 'What an invitation link offers',
  audience: 'anyone',
  params: Token,
  output: z.object({
    organisation: z.string(),
    team: z.string().nullable(),
    role: Role,
    name: z.string().nullable(),
    invitedBy: z.string(),
    expiresAt: Moment,
  }),
});

/** Someone already signed in takes it on with their account (no body fields); others make an account. */
export const acceptInvitation = endpoint({
  method: 'POST',
  path: '/api/invitations/:token',
  summary: 'Accept an invitation; works exactly once',
  audience: 'anyone',
  params: Token,
  body: z.union([
    z.object({ name: Line(60), email: EmailAddress, password: NewPassword }),
    z.object({ useCurrentAccount: z.literal(true) }),
  ]),
  output: Account,
});

export const listNeeds = endpoint({
  method: 'GET',
  path: '/api/needs',
  summary: 'The needs of my teams',
  audience: 'account',
  output: ListOf(Need),
});

export const raiseNeed = endpoint({
  method: 'POST',
  path: '/api/teams/:teamId/needs',
  summary: 'Raise a need (recipient and stationed teachers, coordinators)',
  audience: 'account',
  params: z.object({ teamId: Id }),
  body: z.object({ title: Line(), description: Text().or(z.literal('')), subject: Line(40), grade: Line(40) }),
  output: Need,
});
