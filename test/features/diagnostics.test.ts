import { expect } from 'chai';
import { statistics } from '../../src/features/diagnostics/links.js';
import type { Peer } from '../../src/mesh/peer/peer.js';

describe('The statistics of all links', () => {
  it('skip a link that ends during the request, because Firefox never answers for it', async () => {
    const peers = [
      { id: 'Ada', statistics: async () => ({ at: 0, path: 'direct', sources: {} }) },
      { id: 'Ben', statistics: () => new Promise(() => {}) },
      { id: 'Cleo', statistics: async () => undefined },
    ] as unknown as Peer[];
    const stats = await statistics({ peers });
    expect(Object.keys(stats)).to.deep.equal(['Ada']);
  });
});
