import { expect } from 'chai';
import type { Peer } from '../../../src/mesh/peer/peer.js';
import { Relay } from '../../../src/mesh/signaling/relay.js';
import type { PeerMessage } from '../../../src/protocol/peer-messages.js';
import { until } from '../../support/until.js';

type Message<T extends PeerMessage['type']> = Extract<PeerMessage, { type: T }>;
type Signal = { gen: number; n?: number; payload: string };

/** A participant's page with its links to others, as far as relaying needs it. */
class Page {
  readonly peers = new Map<string, Peer>();
  readonly distrusted: string[] = [];
  /** Decrypted signals, with their senders. */
  readonly read: [from: string, signal: Signal][] = [];
  readonly relay = new Relay({ peers: this.peers, distrusted: ({ id }) => this.distrusted.push(id) });
  /** Messages from others, in order. */
  readonly heard: [from: string, message: PeerMessage][] = [];

  constructor(readonly id: string) {}

  get sid(): string {
    return `${this.id}-page`;
  }

  /** Our end of a link to `other`, which hears our messages. */
  link(other: Page, state = 'live'): void {
    const peer = {
      id: other.id,
      sid: other.sid,
      state,
      tell: (message: PeerMessage) => {
        other.heard.push([this.id, message]);
        const us = other.peers.get(this.id)!;
        if (['key', 'relay', 'relayed'].includes(message.type))
          void other.relay.receive(us, message as never);
        return true;
      },
      receive: (signal: Signal) => this.read.push([other.id, signal]),
    };
    this.peers.set(other.id, peer as unknown as Peer);
  }

  cut(other: Page): void {
    (this.peers.get(other.id) as { state: string }).state = 'stalled';
  }

  told<T extends PeerMessage['type']>(type: T): Message<T>[] {
    return this.heard.flatMap(([, message]) => (message.type === type ? [message as Message<T>] : []));
  }
}

describe('A signal relayed by a third participant', () => {
  let ada: Page;
  let grace: Page;
  let kate: Page;

  beforeEach(() => {
    [ada, grace, kate] = ['ada', 'grace', 'kate'].map((id) => new Page(id)) as [Page, Page, Page];
    const pages = [ada, grace, kate];
    for (const one of pages) for (const other of pages) if (one !== other) one.link(other);
    for (const one of pages) for (const peer of one.peers.values()) peer.tell(one.relay.key(peer));
    ada.cut(grace);
    grace.cut(ada);
  });

  const send = (payload = 'a-payload') => ada.relay.send(ada.peers.get('grace')!, { gen: 1, n: 7, payload });

  it('arrives unchanged, with its sender', async () => {
    expect(ada.relay.reaches(ada.peers.get('grace')!)).to.equal(true);
    expect(send()).to.equal(true);
    await until(() => grace.read.length > 0);
    expect(grace.read).to.deep.equal([['ada', { gen: 1, n: 7, payload: 'a-payload' }]]);
    expect(grace.distrusted).to.deep.equal([]);
  });

  it('reveals nothing to the relay', async () => {
    send('secret');
    await until(() => kate.told('relay').length > 0);
    expect(JSON.stringify(kate.told('relay'))).not.to.include('secret');
  });

  it('cannot be sent if there is no relay', () => {
    ada.cut(kate);
    expect(ada.relay.reaches(ada.peers.get('grace')!)).to.equal(false);
    expect(send()).to.equal(false);
  });

  /** What Kate relays instead of the message that she got. */
  const hostile = async (change: (message: Message<'relayed'>) => void) => {
    send();
    await until(() => kate.told('relay').length > 0 && grace.read.length > 0);
    grace.read.length = 0;
    const { to: _, toSid: __, type: ___, ...frame } = kate.told('relay')[0]!;
    const message: Message<'relayed'> = { type: 'relayed', from: 'ada', fromSid: ada.sid, ...frame };
    change(message);
    await grace.relay.receive(grace.peers.get('kate')!, message);
  };

  it('is dropped and reported if it was changed on the way', async () => {
    await hostile((message) => {
      const flipped = message.payload.at(-1) === 'A' ? 'B' : 'A';
      message.payload = message.payload.slice(0, -8) + flipped.repeat(8);
    });
    expect(grace.read).to.deep.equal([]);
    expect(grace.distrusted).to.deep.equal(['ada']);
  });

  it('is dropped and reported if it was forged', async () => {
    await hostile((message) => {
      message.payload = 'AAAA';
    });
    expect(grace.read).to.deep.equal([]);
    expect(grace.distrusted).to.deep.equal(['ada']);
  });

  for (const field of ['gen', 'n'] as const) {
    it(`is dropped and reported if it comes again under another ${field}`, async () => {
      await hostile((message) => {
        message[field] += 1;
      });
      expect(grace.read).to.deep.equal([]);
      expect(grace.distrusted).to.deep.equal(['ada']);
    });
  }

  it('is dropped and reported if the relay names another sender', async () => {
    grace.link(new Page('mary'));
    await grace.relay.receive(grace.peers.get('mary')!, { type: 'key', key: 'A'.repeat(43) });
    await hostile((message) => {
      message.from = 'mary';
      message.fromSid = 'mary-page';
    });
    expect(grace.read).to.deep.equal([]);
    expect(grace.distrusted).to.deep.equal(['mary']);
  });

  it('is dropped if it claims to be from another page, or from a participant without a link to us', async () => {
    await hostile((message) => {
      message.fromSid = 'older-page';
    });
    await hostile((message) => {
      message.from = 'nobody';
    });
    expect(grace.read).to.deep.equal([]);
    expect(grace.distrusted).to.deep.equal([]);
  });

  it('goes one hop and no further', async () => {
    kate.cut(grace);
    send();
    await until(() => kate.told('relay').length > 0);
    // Kate has no live link to Grace either. She does not ask Mary, who has one.
    const mary = new Page('mary');
    kate.link(mary);
    mary.link(kate);
    await kate.relay.receive(kate.peers.get('ada')!, kate.told('relay')[0]!);
    expect(mary.heard).to.deep.equal([]);
    expect(grace.told('relayed')).to.deep.equal([]);
  });

  it('is relayed for one participant only up to a limit', async () => {
    const message: PeerMessage = {
      type: 'relay',
      to: 'grace',
      toSid: grace.sid,
      gen: 0,
      n: 0,
      payload: 'AAAA',
    };
    for (let count = 0; count < 200; count++) await kate.relay.receive(kate.peers.get('ada')!, message);
    expect(grace.told('relayed')).to.have.length(60);
    // Others are not delayed by it.
    await kate.relay.receive(kate.peers.get('grace')!, { ...message, to: 'ada', toSid: ada.sid });
    expect(ada.told('relayed')).to.have.length(1);
  });

  it('is sent to at most two relays', async () => {
    const more = ['mary', 'joan'].map((id) => new Page(id));
    for (const page of more) {
      ada.link(page);
      page.link(ada);
    }
    send();
    const asked = () => [kate, ...more].map((page) => page.told('relay').length);
    await until(() => asked().filter(Boolean).length === 2);
    // The first two may not reach the receiver either.
    send();
    send();
    await until(() => asked().join() === '2,2,2', 'that everybody has had a turn');
  });

  it('cannot be sent to a participant whose key is missing', () => {
    const mary = new Page('mary');
    ada.link(mary, 'connecting');
    expect(ada.relay.reaches(ada.peers.get('mary')!)).to.equal(false);
    expect(ada.relay.send(ada.peers.get('mary')!, { gen: 0, n: 0, payload: '' })).to.equal(false);
  });
});
