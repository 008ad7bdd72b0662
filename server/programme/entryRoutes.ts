import type { Request } from 'express';
import * as api from '../../shared/programme.ts';
import { notSignedIn } from '../errors.ts';
import type { Caller } from '../http/caller.ts';
import type { Handle } from '../http/handle.ts';
import type { Identity } from '../identity/index.ts';
import type { Actor } from './index.ts';
import type { createInstallation } from './installation.ts';
import type { createProgrammeInvitations } from './invitations.ts';

interface RouteDeps {
  handle: Handle;
  actor: (caller: Caller) => Promise<Actor>;
  identity: Identity;
  installation: ReturnType<typeof createInstallation>;
  invitations: ReturnType<typeof createProgrammeInvitations>;
  publicUrl: string | undefined;
}

/** The routes by which people come in: the first set-up, and invitations. */
export function registerEntryRoutes({ handle, actor, identity, installation, invitations, publicUrl }: RouteDeps): void {
  handle(api.installation, () => installation.describe());

  handle(api.setUp, async ({ body }, { request, response }) => {
    const accountId = await installation.setUp(body);
    await identity.sessions.start(accountId, request, response);
    return identity.accounts.self(accountId);
  });

  handle(api.invite, async ({ body }, { caller, request }) => {
    const inviter = await actor(caller);
    const { token, expiresAt } = await invitations.issue(inviter, { ...body, name: body.name ?? null });
    return { url: `${publicUrl ?? ownOrigin(request)}/invitation/${token}`, expiresAt: expiresAt.toISOString() };
  });

  handle(api.getInvitation, ({ params }) => invitations.describe(params.token));

  handle(api.acceptInvitation, async ({ params, body }, { caller, request, response }) => {
    if ('useCurrentAccount' in body) {
      if (caller === null) throw notSignedIn();
      await invitations.accept(params.token, { accountId: caller.accountId });
      return identity.accounts.self(caller.accountId);
    }
    const accountId = await invitations.accept(params.token, body);
    await identity.sessions.start(accountId, request, response);
    return identity.accounts.self(accountId);
  });
}

function ownOrigin(request: Request): string {
  return `${request.protocol}://${request.headers.host ?? 'localhost'}`;
}
