import { expect } from 'chai';
import { schemeNamed } from '../../party/adapters/address.js';

describe('a proxy that names the scheme of a request', () => {
  it('is an HTTP scheme also if the proxy sends a WebSocket scheme, as Traefik does', () => {
    const schemes = ['http', 'https', 'ws', 'wss'].map(schemeNamed);
    expect(schemes).to.deep.equal(['http', 'https', 'http', 'https']);
  });

  it('names no other one', () => {
    for (const proto of ['', 'ftp', 'javascript', 'httpss', 'toString'])
      expect(schemeNamed(proto), proto).to.equal(undefined);
  });
});
