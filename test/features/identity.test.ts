import { expect } from 'chai';
import type { Making } from '../../src/features/chat/delivery.js';
import { Delivery } from '../../src/features/chat/delivery.js';
import { Identity, isSignedBy } from '../../src/features/private-room/identity.js';

describe('Our identity in a room with a secret', () => {
  it('is proved by a signature that nobody else can make', async () => {
    const [ada, eve] = [await Identity.of({ kept: undefined }), await Identity.of({ kept: undefined })];
    expect(ada.person).not.to.equal(eve.person);
    const proof = async (who: Identity, text: string) => ({
      key: who.publicKey,
      signature: await who.sign(text),
    });
    expect(await isSignedBy(ada.person, await proof(ada, 'text'), 'text')).to.equal(true);
    expect(await isSignedBy(ada.person, await proof(ada, 'text'), 'another')).to.equal(false);
    expect(await isSignedBy(ada.person, await proof(eve, 'text'), 'text')).to.equal(false);
    const mixed = { ...(await proof(eve, 'text')), key: ada.publicKey };
    expect(await isSignedBy(ada.person, mixed, 'text')).to.equal(false);
    expect(await isSignedBy(ada.person, { key: 'A'.repeat(87), signature: '' }, 'text')).to.equal(false);
  });

  it('survives a reload, and is new where storage is missing or invalid', async () => {
    const tab = { kept: undefined as string | undefined };
    const before = await Identity.of(tab);
    const after = await Identity.of(tab);
    expect([after.person, after.publicKey]).to.deep.equal([before.person, before.publicKey]);
    const proof = { key: after.publicKey, signature: await after.sign('text') };
    expect(await isSignedBy(before.person, proof, 'text')).to.equal(true);
    for (const kept of ['', '{}', 'null', '{"kty":"EC","crv":"P-256","x":"AA","y":"AA","d":"AA"}'])
      expect((await Identity.of({ kept })).person).not.to.equal(before.person);
  });
});

describe('A private message', () => {
  const told: [to: string, n: number][] = [];
  const make =
    (text: string): Making =>
    (n, after) => ({ type: 'chat', n, after, id: text, text, age: 0 });
  let delivery: Delivery;
  beforeEach(() => {
    told.length = 0;
    delivery = new Delivery((message, to) => {
      if (message.type === 'chat') told.push([`${to}: ${message.text}`, message.n]);
    });
  });
  const texts = () => told.map(([text]) => text);
  /** A channel to that page is open, and it reports how far it has read. */
  const open = (sid: string, person?: string, n = 0) => {
    delivery.opened('ada', sid, person);
    delivery.hasRead('ada', n, 1e9);
  };

  it('goes to no other page once it is acknowledged, over a channel or at the start of the next', () => {
    open('page');
    delivery.post(['ada'], make('one'), 2);
    delivery.acknowledged('ada', told.at(-1)![1]);
    delivery.post(['ada'], make('two'), 2);
    const two = told.at(-1)![1];
    delivery.opened('ada', 'page');
    delivery.hasRead('ada', two, 1e9);
    delivery.post(['ada'], make('three'), 2);
    told.length = 0;
    open('reloaded');
    expect(texts()).to.deep.equal(['ada: three']);
  });

  it('goes only to another page of the same person', () => {
    open('page', 'Ada');
    delivery.post(['ada'], make('one'), 2);
    told.length = 0;
    open('reloaded', 'Ada');
    expect(texts()).to.deep.equal(['ada: one']);
    told.length = 0;
    for (const person of ['Eve', undefined, 'Ada']) open(`page of ${person}`, person);
    expect(texts()).to.deep.equal([]);
  });

  it('waits while the party names another page, until that page has proved who it is', () => {
    open('page', 'Ada');
    delivery.post(['ada'], make('one'), 2, () => ({ sid: 'another', person: 'Ada' }));
    expect(texts()).to.deep.equal([]);
    open('another', 'Ada');
    expect(texts()).to.deep.equal(['ada: one']);
  });

  it('goes to nobody but the person who had that id when it was sent', () => {
    delivery.post(['ada'], make('one'), 2, () => ({ sid: 'page', person: 'Ada' }));
    open('page', 'Eve');
    expect(texts()).to.deep.equal([]);
    delivery.keepOnly([]);
    delivery.post(['ada'], make('two'), 2, () => ({ sid: 'page', person: 'Ada' }));
    open('page', 'Ada');
    expect(texts()).to.deep.equal(['ada: two']);
  });
});
