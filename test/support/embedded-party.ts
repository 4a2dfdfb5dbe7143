/** How a host puts the party into a PartyKit project of its own, with its own word on who comes in. */
import { party } from '../../party/index.js';

export default party({
  async authorize(request, room, env) {
    const session = /session=(\w+)/.exec(request.headers.get('cookie') ?? '')?.[1];
    if (session === 'broken') throw new Error('this text is not for clients');
    if (session === 'old') return 'token-expired';
    return (
      session !== undefined && session === env.SECRET && { sub: 'ada', name: `Ada of ${room}`, role: 'host' }
    );
  },
});
