import { expect } from 'chai';
import { until } from '../support/until.js';
import { all, button, clear, has, part, SMALL, show, textOf } from './gallery-support.js';

describe('the lobby', () => {
  afterEach(clear);

  it('invites the user before it asks for anything', () => {
    const { root, room } = show('Lobby: nobody has touched it');
    expect(textOf(root)).to.contain('Join standup');
    expect(textOf(root)).to.contain('Your browser will ask for permission.');
    expect(room.calls).to.deep.equal([]);
    button(root, 'Check camera and microphone')!.click();
    expect(room.calls).to.deep.equal([['prepare']]);
  });

  it('shows who is in the call', () => {
    expect(textOf(part(show('Lobby').root, 'lobby__here'))).to.contain('Ada and Grace are here');
    const { root } = show('Lobby: camera off, five people here, long name');
    expect(textOf(part(root, 'lobby__here'))).to.contain('Ada, Grace and 3 others are here');
  });

  for (const [name, width, height, isBeside] of [
    ['Lobby', 800, 500, true],
    ['Lobby: devices denied', 480, 360, true],
    ['Lobby: devices denied', 480, 270, true],
    ['Lobby: devices denied', 600, 200, true],
    ['Lobby: devices denied', 460, 300, false],
    ['Lobby', 320, 480, false],
  ] as const) {
    it(`has Join in sight at ${width} × ${height}, with our picture ${isBeside ? 'beside' : 'not beside'} the form`, async () => {
      const { root, host } = show(name, { width, height });
      if (name !== 'Lobby') await until(() => textOf(root).includes('Your browser is blocking'));
      await until(() => {
        const join = button(root, 'Join')!;
        const [box, form, preview] = [host, join.closest('.form')!, part(root, 'lobby__preview')].map((one) =>
          one?.getBoundingClientRect(),
        );
        expect(join.getBoundingClientRect().bottom).to.be.at.most(box!.bottom);
        expect(!!preview && preview.right <= form!.left).to.equal(isBeside);
        // No part of the box is left empty.
        if (!isBeside) expect(form!.width).to.be.greaterThan(width - 60);
        return true;
      });
    });
  }

  it('calls a participant with an encrypted name a guest', () => {
    const { root, room } = show('Lobby');
    const [ada] = room.state.roster;
    room.set({ roster: [ada!, { ...ada!, id: 'mallory', name: `\u0001${'A'.repeat(38)}` }] });
    expect(textOf(part(root, 'lobby__here'))).to.contain('Ada and Guest are here');
  });

  it('shows our picture, and our initials when there is none', () => {
    const { root, room } = show('Lobby');
    const video = part(root, 'lobby__video') as HTMLVideoElement;
    expect(video.hidden).to.equal(false);
    expect(video.srcObject).to.equal(room.state.self.streams.camera);
    expect(getComputedStyle(video).scale, 'mirrored').to.equal('-1 1');
    room.set({ self: { ...room.state.self, camera: 'off' } });
    expect(video.hidden).to.equal(true);
    expect(textOf(part(root, 'lobby__preview')!.querySelector('.avatar'))).to.equal('K');
  });

  it('shows the same face and color as the call, also without a name', async () => {
    const face = (root: ShadowRoot) => {
      const avatar = root.querySelector<HTMLElement>('[part~="lobby__preview"] .avatar, .self .avatar')!;
      return `${textOf(avatar)} ${getComputedStyle(avatar).backgroundColor}`;
    };
    const { root, room, show: draw } = show('Lobby: camera off, five people here, long name');
    draw({ draftName: ' ' });
    const inLobby = face(root);
    room.set({ phase: 'joined', self: { ...room.state.self, name: '' } });
    await until(() => root.querySelector('.self .avatar'));
    expect(inLobby).to.match(/^G /).and.equal(face(root));
  });

  it('joins by button and by Enter, but not twice', () => {
    const { root, asked, room } = show('Lobby');
    button(root, 'Join')!.click();
    expect(asked).to.deep.equal([['join']]);
    room.set({ phase: 'joining' });
    const busy = button(root, 'Joining…')!;
    expect(busy.ariaBusy).to.equal('true');
    root.querySelector('form')!.requestSubmit();
    expect(asked).to.deep.equal([['join']]);
  });

  it('joins where forms are never submitted, as in a sandboxed frame: by the button, and by Enter in the name', () => {
    const { root, asked } = show('Lobby');
    // Before the form gets it, like the sandbox does.
    root.addEventListener('submit', (event) => event.stopImmediatePropagation(), { capture: true });
    button(root, 'Join')!.click();
    const press = (init: KeyboardEventInit) =>
      root
        .querySelector('input')!
        .dispatchEvent(new KeyboardEvent('keydown', { ...init, bubbles: true, cancelable: true }));
    press({ key: 'Enter' });
    press({ key: 'Enter', isComposing: true });
    // Safari has ended the composition before the key that does so.
    press({ key: 'Enter', keyCode: 229 });
    expect(asked).to.deep.equal([['join'], ['join']]);
  });

  it('can be cancelled while joining', () => {
    const { root, asked, room } = show('Lobby');
    expect(button(root, 'Cancel')).to.equal(undefined);
    room.set({ phase: 'joining' });
    button(root, 'Cancel')!.click();
    expect(asked).to.deep.equal([['leave']]);
  });

  it('says that nobody is here only when the party says so, and how often it was tried', async () => {
    const { root, room } = show('Lobby');
    room.set({ roster: [], signaling: 'connected' });
    expect(textOf(root)).to.contain('No one is here yet.');
    room.set({
      signaling: 'connecting',
      attempts: 3,
      fault: { code: 'server-unreachable', fatal: false, phase: 'lobby' },
    });
    await until(() => textOf(root).includes('We can’t reach the server.'));
    expect(textOf(root)).to.contain('(attempt 3)').and.not.contain('No one is here yet.');
    room.set({ phase: 'joining', attempts: 4 });
    await until(() => textOf(root).includes('(attempt 4)'));
  });

  it('accepts a name of up to 64 letters', () => {
    const { root, asked } = show('Lobby');
    const input = root.querySelector('input')!;
    expect(textOf(input.closest('label'))).to.equal('Your name');
    expect(input.maxLength).to.equal(64);
    input.value = 'Joan';
    input.dispatchEvent(new Event('input'));
    expect(asked).to.deep.equal([['setName', 'Joan']]);
  });

  it('says in one sentence that both devices are denied, offers to try again, and lets the user join', async () => {
    const { root, room } = show('Lobby: devices denied');
    await until(() => textOf(root).includes('Your browser is blocking the camera and microphone.'));
    expect(all(root, '.notice')).to.have.length(1);
    button(root, 'Try again')!.click();
    expect(room.calls).to.deep.equal([['retryDevices']]);
    expect(!!button(root, 'Join')).to.equal(true);
  });

  it('follows the microphone with its meter, also if the page allows it no animation', async () => {
    const { root, room } = show('Lobby');
    room.microphoneLevel = () => 0.75;
    const meter = part(root, 'lobby__level')!;
    meter.style.animation = 'none';
    await until(() => meter.style.getPropertyValue('--level') === '0.75');
    room.set({ self: { ...room.state.self, microphone: 'off' } });
    expect(has(root, 'lobby__level')).to.equal(false);
  });

  it('shows a control that is about to change as busy', () => {
    const { root } = show('Lobby: nobody here, devices starting');
    expect(button(root, 'Turn on camera')!.ariaBusy).to.equal('true');
    expect(button(root, 'Unmute')!.ariaBusy).to.equal('true');
  });

  it('has the picture above the form in a tall box, and beside it in a wide one', () => {
    const boxes = (box: { width: number; height: number }) => {
      const { root, host } = show('Lobby', box);
      host.style.maxBlockSize = 'none';
      const [preview, form, lobby] = ['.preview', '.form', '.lobby'].map((one) =>
        root.querySelector(one)!.getBoundingClientRect(),
      );
      return { preview: preview!, form: form!, lobby: lobby! };
    };
    for (const box of [
      { width: 768, height: 1024 },
      { width: 600, height: 640 },
    ]) {
      const { preview, form, lobby } = boxes(box);
      expect(preview.bottom).to.be.below(form.top);
      expect(preview.width)
        .to.equal(form.width)
        .and.be.above(box.width * 0.9);
      expect(preview.top - lobby.top, 'filled').to.be.closeTo(lobby.bottom - form.bottom, 1);
      expect(preview.top - lobby.top).to.be.below(50);
    }
    const { preview, form } = boxes({ width: 768, height: 600 });
    expect(preview.right).to.be.below(form.left);
  });

  it('keeps Join visible in the smallest box, with any message', async () => {
    for (const [name, sentence] of [
      ['Lobby: nobody has touched it', 'No one can see or hear you'],
      ['Lobby', 'Ada and Grace are here'],
      ['Lobby: devices denied', 'Your browser is blocking'],
      ['Lobby: room is full', 'This call is full'],
    ] as const) {
      const { root, host } = show(name, SMALL);
      await until(() => textOf(root).includes(sentence));
      const join = button(root, 'Join')!.getBoundingClientRect();
      const box = host.getBoundingClientRect();
      expect(join.top, name).to.be.at.least(box.top);
      expect(join.bottom, name).to.be.at.most(box.bottom);
    }
  });

  it('can be cancelled while we wait to be let in', () => {
    const { root, asked } = show('Waiting to be let in');
    expect(textOf(root)).to.contain('Waiting to be let in');
    button(root, 'Cancel')!.click();
    expect(asked).to.deep.equal([['leave']]);
  });
});
