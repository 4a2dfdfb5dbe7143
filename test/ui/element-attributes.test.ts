import { expect } from 'chai';
import { features } from '../../src/features/index.js';
import { readAppearance, readOptions } from '../../src/ui/attributes.js';
import { controlsOf } from '../../src/ui/controls/control.js';
import { VideoRoom } from '../../src/ui/video-room.js';
import { mount, TestPlatform, TestVideoRoom, unmountAll } from '../support/test-element.js';
import { until } from '../support/until.js';

const stun = [{ urls: 'stun:stun.example' }];

const CONTROLS = controlsOf(features).map(({ name }) => name);

describe('attributes of <video-room>', () => {
  afterEach(unmountAll);

  const cases: [attribute: string, value: string | true, option: string, expected: unknown][] = [
    ['room', 'Daily', 'room', 'daily'],
    ['server', 'rtc.example:1999', 'server', 'rtc.example:1999'],
    ['party', 'calls', 'party', 'calls'],
    ['display-name', ' Ada ', 'displayName', 'Ada'],
    ['token', 't1', 'token', 't1'],
    ['start-audio-off', true, 'startAudioOff', true],
    ['start-video-off', true, 'startVideoOff', true],
    ['audio-only', true, 'audioOnly', true],
    ['relay-only', true, 'relayOnly', true],
    ['max-bitrate', '800', 'maxBitrate', 800],
    ['encode', 'shared', 'encode', 'shared'],
    ['remember', true, 'remember', true],
    ['ice-servers', JSON.stringify(stun), 'iceServers', stun],
  ];
  for (const [attribute, value, option, expected] of cases) {
    it(`passes ${attribute} to the room`, async () => {
      const { room, platform } = await mount({ [attribute]: value });
      expect(room.options).to.have.deep.property(option, expected);
      expect(platform.warnings).to.deep.equal([]);
    });
  }

  it('gives the room the defaults for missing ones', async () => {
    const { room } = await mount();
    expect(room.options).to.deep.equal({
      room: 'standup',
      server: 'https://rtc.example',
      party: 'main',
      displayName: '',
      token: undefined,
      getToken: undefined,
      stream: undefined,
      iceServers: undefined,
      startAudioOff: false,
      startVideoOff: false,
      audioOnly: false,
      relayOnly: false,
      maxBitrate: undefined,
      encode: 'per-link',
      remember: false,
    });
  });

  it('treats a boolean attribute of "false" as false, as React 18 writes it', async () => {
    const { room } = await mount({ 'start-audio-off': 'false' });
    expect(room.options.startAudioOff).to.equal(false);
  });

  it('takes properties set before the element is on a page', async () => {
    const getToken = async () => 'fresh';
    const stream = new MediaStream();
    const iceServers = async () => stun;
    const platform = new TestPlatform();
    TestVideoRoom.platform = platform;
    const element = document.createElement('test-video-room');
    Object.assign(element, {
      room: 'standup',
      server: 'rtc.example',
      getToken,
      stream,
      iceServers,
      startAudioOff: true,
    });
    document.body.append(element);
    await element.updateComplete;
    expect(platform.room.options).to.include({ getToken, stream, iceServers, startAudioOff: true });
  });

  it('takes properties set before the tag is registered', async () => {
    class Late extends TestVideoRoom {}
    const platform = new TestPlatform();
    TestVideoRoom.platform = platform;
    const element = document.createElement('late-video-room');
    Object.assign(element, { room: 'early', server: 'rtc.example', displayName: 'Ada' });
    document.body.append(element);
    customElements.define('late-video-room', Late);
    await (element as Late).updateComplete;
    expect(platform.room.options).to.include({ room: 'early', displayName: 'Ada' });
    element.remove();
    platform.clock.advance(100);
  });

  it('tells the running room about changed options only', async () => {
    const { element, room, platform } = await mount();
    element.token = 't2';
    element.setAttribute('relay-only', '');
    await element.updateComplete;
    expect(room.calls).to.deep.equal([['update', { token: 't2', relayOnly: true }]]);
    element.layout = 'grid';
    await element.updateComplete;
    expect(room.count('update')).to.equal(1);
    expect(platform.rooms).to.have.length(1);
  });

  for (const [name, value] of [
    ['room', 'other'],
    ['server', 'https://other.example'],
    ['party', 'other'],
  ] as const) {
    it(`leaves and starts anew when ${name} changes`, async () => {
      const { element, room, platform } = await mount();
      await element.join();
      element[name] = value;
      await element.updateComplete;
      expect(room.disposed).to.equal(true);
      expect(platform.rooms).to.have.length(2);
      expect(platform.room.options).to.have.property(name, value);
      expect(element.state).to.equal('idle');
    });
  }

  it('keeps the call when only the case of the room changes', async () => {
    const { element, room, platform } = await mount();
    element.room = 'STANDUP';
    await element.updateComplete;
    expect(room.disposed).to.equal(false);
    expect(platform.rooms).to.have.length(1);
  });

  const address = '1: an address that browsers do not take';
  const bad: [attribute: string, value: string, option: string, fallback: unknown, refused?: string][] = [
    ['party', 'a/b', 'party', 'main'],
    ['max-bitrate', 'fast', 'maxBitrate', undefined],
    ['max-bitrate', '-1', 'maxBitrate', undefined],
    ['encode', 'once', 'encode', undefined],
    ['ice-servers', 'stun:stun.example', 'iceServers', undefined, 'not a list of ICE servers'],
    ['ice-servers', '[{"urls":5}]', 'iceServers', undefined, address],
    ['ice-servers', '[{"urls":"stun.example.org:3478"}]', 'iceServers', undefined, address],
    [
      'ice-servers',
      '[{"urls":["stun:host?transport=udp","stun:good.example"]}]',
      'iceServers',
      [{ urls: ['stun:good.example'] }],
      address,
    ],
  ];
  for (const [attribute, value, option, fallback, refused] of bad) {
    it(`warns once about ${attribute}="${value}" and uses its valid part, or the default`, async () => {
      const { element, room, platform } = await mount({ [attribute]: value });
      expect(room.options).to.have.deep.property(option, fallback);
      element.displayName = 'again';
      await element.updateComplete;
      expect(platform.warnings).to.deep.equal([{ attribute, ...(refused && { refused }) }]);
    });
  }

  it('keeps the typed name, whatever the page sets later', async () => {
    const { element, room } = await mount({ 'display-name': 'Ada' });
    const input = element.shadowRoot!.querySelector('input')!;
    const type = (name: string) => {
      input.value = name;
      input.dispatchEvent(new InputEvent('input', { bubbles: true }));
    };
    type('Grace');
    element.displayName = 'Kate';
    await element.updateComplete;
    expect([input.value, room.count('update')]).to.deep.equal(['Grace', 0]);
    type('');
    element.displayName = 'Joan';
    await element.updateComplete;
    expect(input.value).to.equal('Joan');
    type('Grace');
    await element.join();
    element.displayName = 'Hedy';
    await element.updateComplete;
    expect(room.state.self.name).to.equal('Grace');
    expect(room.calls.filter(([name]) => name === 'update')).to.deep.equal([
      ['update', { displayName: 'Joan' }],
    ]);
  });

  const links: [given: string, shown: string, warns?: true][] = [
    ['https://page.example/call?x=1', 'page.example/call?x=1'],
    ['/call', `${location.host}/call`],
    ['javascript:alert(1)', `${location.host}${location.pathname}${location.search}`, true],
    ['http://', `${location.host}${location.pathname}${location.search}`, true],
  ];
  for (const [given, shown, warns] of links) {
    it(`invites with ${shown} for share-url="${given}"`, async () => {
      const { element, platform } = await mount({ 'share-url': given });
      await element.join();
      await until(() => element.shadowRoot!.querySelector('code'));
      expect(element.shadowRoot!.querySelector('code')!.textContent).to.equal(shown);
      expect(platform.warnings).to.deep.equal(warns ? [{ attribute: 'share-url' }] : []);
    });
  }

  it('offers no screen share where the page does not allow it', async () => {
    for (const allows of [true, false]) {
      const platform = new TestPlatform();
      Object.assign(platform.page, { allows: (feature: string) => allows || feature !== 'display-capture' });
      const { element } = await mount({}, platform);
      await element.join();
      const shown = element.shadowRoot!;
      await until(() => shown.querySelector('[part~=control-hand]'));
      expect(!!shown.querySelector('[part~=control-screen]')).to.equal(allows);
      unmountAll();
    }
  });

  it('uses audio-only and the stream of the page as they are when the lobby opens', async () => {
    const { element, room } = await mount({ 'audio-only': true });
    const shown = element.shadowRoot!;
    const hasCamera = () => !!shown.querySelector('[part~=control-camera]');
    const open = async () => {
      room.set({ phase: 'lobby' });
      await element.updateComplete;
      await until(() => shown.querySelector('[part~=control-microphone]'));
    };
    await open();
    expect(hasCamera(), 'audio-only').to.equal(false);
    room.set({ phase: 'idle' });
    element.audioOnly = false;
    await element.updateComplete;
    await open();
    expect(hasCamera(), 'not any more').to.equal(true);
    room.set({ phase: 'idle' });
    element.stream = new MediaStream();
    await element.updateComplete;
    await open();
    expect(hasCamera(), 'a stream without video').to.equal(false);
  });

  it('mirrors the camera, but neither a rear camera nor a picture from the page', async () => {
    const canvas = document.createElement('canvas');
    canvas.getContext('2d');
    const stream = canvas.captureStream();
    const [track] = stream.getVideoTracks();
    const isMirrored = async (own: boolean, settings: MediaTrackSettings) => {
      track!.getSettings = () => settings;
      const platform = new TestPlatform();
      TestVideoRoom.platform = platform;
      const element = document.createElement('test-video-room');
      Object.assign(element, { room: 'standup', server: 'rtc.example', ...(own && { stream }) });
      document.body.append(element);
      await element.updateComplete;
      const streams = { camera: new MediaStream([track!]) };
      platform.room.set({ phase: 'lobby', self: { ...platform.room.state.self, camera: 'on', streams } });
      await element.updateComplete;
      const video = await until(() => element.shadowRoot!.querySelector('[part~=lobby__video]'));
      const { scale } = getComputedStyle(video);
      unmountAll();
      return scale === '-1 1';
    };
    expect(await isMirrored(false, {})).to.equal(true);
    expect(await isMirrored(false, { facingMode: 'user' })).to.equal(true);
    expect(await isMirrored(false, { facingMode: 'environment' })).to.equal(false);
    expect(await isMirrored(true, {})).to.equal(false);
  });

  for (const name of ['getToken', 'stream'] as const) {
    it(`warns once about a ${name} of the wrong type and ignores it`, async () => {
      const { element, room, platform } = await mount();
      Object.assign(element, { [name]: 'nonsense' });
      await element.updateComplete;
      expect(room.calls).to.deep.equal([['update', { [name]: undefined }]]);
      expect(platform.warnings).to.deep.equal([{ attribute: name }]);
    });
  }

  it('reads layout, controls and theme, and warns about invalid values', () => {
    const read = (inputs: object) => {
      const warnings: string[] = [];
      const appearance = readAppearance(
        { layout: 'auto', controls: '', theme: 'auto', ...inputs } as never,
        CONTROLS,
        (name) => warnings.push(name),
      );
      return { ...appearance, warnings };
    };
    expect(read({})).to.deep.equal({
      layout: 'auto',
      controls: CONTROLS,
      withoutShortcuts: undefined,
      warnings: [],
    });
    expect(read({ layout: 'speaker' }).layout).to.equal('speaker');
    expect(read({ layout: 'mosaic' })).to.deep.include({ layout: 'auto', warnings: ['layout'] });
    expect(read({ theme: 'pink' }).warnings).to.deep.equal(['theme']);
    const order = ['leave', 'camera'];
    expect(read({ controls: ' leave  camera ' })).to.deep.include({ controls: order, warnings: [] });
    expect(read({ controls: 'leave dance camera' })).to.deep.include({
      controls: order,
      warnings: ['controls'],
    });
    expect(read({ controls: 'dance' })).to.deep.include({ controls: CONTROLS, warnings: ['controls'] });
    expect(read({ controls: null, layout: 'auto' }).controls).to.equal(CONTROLS);
  });

  it('never throws, for any value from untyped callers', () => {
    for (const value of [null, undefined, 0, 42, Number.NaN, {}, [], () => 0, true]) {
      const inputs = new Proxy({}, { get: () => value });
      readOptions(inputs as never, '', () => {});
      readAppearance(inputs as never, CONTROLS, () => {});
    }
  });

  it('draws the listed controls, in their order', async () => {
    const { element, room } = await mount({ controls: 'leave microphone' });
    room.set({ phase: 'joined' });
    const drawn = () =>
      [...element.shadowRoot!.querySelectorAll('[part~="control"]')].map(({ part }) => part[1]);
    await until(() => `${drawn()}` === 'control-leave,control-microphone');
  });

  it('reflects a theme set as a property, and nothing else', async () => {
    const { element } = await mount();
    element.theme = 'dark';
    element.layout = 'grid';
    await element.updateComplete;
    expect(element.getAttributeNames().sort()).to.deep.equal(['room', 'server', 'style', 'theme']);
    expect(element.getAttribute('theme')).to.equal('dark');
  });

  it('goes back to the default when an attribute is removed', async () => {
    const { element, room } = await mount({ 'display-name': 'Ada' });
    element.removeAttribute('display-name');
    await element.updateComplete;
    expect(room.calls).to.deep.equal([['update', { displayName: '' }]]);
  });
});

describe('a <video-room> that cannot be used', () => {
  afterEach(() => {
    unmountAll();
    TestVideoRoom.defaultServer = '';
  });

  const problems = [
    ['room-missing', { room: '' }, null],
    ['room-missing', { room: '  ' }, null],
    ['room-missing', { room: '', server: '' }, null],
    ['room-invalid', { room: 'a room!' }, null],
    ['server-missing', { server: '' }, null],
    ['server-missing', { server: 'https://' }, null],
    ['insecure-context', {}, 'insecure-context'],
    ['browser-unsupported', {}, 'browser-unsupported'],
  ] as const;
  for (const [code, attributes, obstacle] of problems) {
    it(`shows ${code} for ${JSON.stringify(obstacle ?? attributes)}, once, and is no blank box`, async () => {
      const platform = new TestPlatform();
      platform.missing = obstacle;
      platform.permitted = ['camera', 'microphone'];
      const errors: CustomEvent[] = [];
      const listen = (event: Event) => errors.push(event as CustomEvent);
      // The event comes with the first update; a page listens as soon as it has the element.
      const mounted = mount(attributes, platform);
      document.querySelector('test-video-room')!.addEventListener('room-error', listen);
      const { element, room } = await mounted;
      element.dispatchEvent(new PointerEvent('pointerdown'));
      element.displayName = 'Ada';
      await element.updateComplete;
      expect(errors.map(({ detail }) => [detail.code, detail.fatal])).to.deep.equal([[code, true]]);
      expect(errors[0]!.detail.message).to.contain(code);
      await until(() => element.shadowRoot!.querySelector('[role=alert]')?.textContent?.includes(code));
      expect(room.count('prepare') + room.count('join')).to.equal(0);
      const refusal = await element.join().catch((error) => error);
      expect(refusal).to.include({ name: 'VideoRoomError', code });
    });
  }

  it('starts when the room is set later', async () => {
    const { element, platform } = await mount({ room: '' });
    element.room = 'standup';
    await element.updateComplete;
    expect(platform.room.options.room).to.equal('standup');
    await element.join();
    expect(element.state).to.equal('joined');
  });

  it('has no default server, unless the script for script tags gave one', async () => {
    expect(VideoRoom.defaultServer).to.equal('');
    TestVideoRoom.defaultServer = 'https://cdn.example';
    const { room } = await mount({ server: '' });
    expect(room.options.server).to.equal('https://cdn.example');
  });

  it('prefers its own server over the default', async () => {
    TestVideoRoom.defaultServer = 'https://cdn.example';
    const { room } = await mount();
    expect(room.options.server).to.equal('https://rtc.example');
  });
});
