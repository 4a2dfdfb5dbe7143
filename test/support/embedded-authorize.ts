/** A host's own access check, for the party on each platform. */
import type { Authorize } from '../../party/index.js';

export const authorize: Authorize<Request> = async (request, room, env) => {
  const session = /session=(\w+)/.exec(request.headers.get('cookie') ?? '')?.[1];
  if (session === 'broken') throw new Error('this text is not for clients');
  if (session === 'old') return 'token-expired';
  if (session === undefined) return undefined;
  return session === env.SECRET && { sub: 'ada', name: `Ada of ${room}`, role: 'host' };
};
