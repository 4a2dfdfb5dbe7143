/** The component for React, in a page: StrictMode, hydration, props and events. */
import { expect } from 'chai';
import { act, createElement, createRef, StrictMode } from 'react';
import { createRoot, hydrateRoot, type Root } from 'react-dom/client';
import { renderToString } from 'react-dom/server';
import { VideoRoom, type VideoRoomElement, type VideoRoomProps } from '../../src/react/index.js';
import { until } from '../support/until.js';

(globalThis as { IS_REACT_ACT_ENVIRONMENT?: boolean }).IS_REACT_ACT_ENVIRONMENT = true;

const PROPS: VideoRoomProps = { room: 'standup', server: 'https://rtc.example' };

describe('the component for React', () => {
  let root: Root | undefined;
  const box = document.createElement('div');
  document.body.append(box);
  afterEach(async () => {
    await act(async () => root?.unmount());
    box.replaceChildren();
  });

  const tree = (props: VideoRoomProps, ref?: React.Ref<VideoRoomElement>) =>
    createElement(StrictMode, null, createElement(VideoRoom, { ...props, ref }));
  const render = async (props: VideoRoomProps, ref?: React.Ref<VideoRoomElement>) => {
    root ??= createRoot(box);
    await act(async () => root!.render(tree(props, ref)));
    return box.querySelector('video-room')!;
  };
  beforeEach(() => {
    root = undefined;
  });

  it('renders attributes by their right names where there is no browser, and nothing that is secret', () => {
    const html = renderToString(
      createElement(VideoRoom, {
        ...PROPS,
        displayName: 'Ada',
        secretFrom: 'property',
        secret: 'never in the markup',
        relayOnly: true,
        startAudioOff: false,
        getToken: async () => 'token',
        iceServers: [{ urls: 'stun:stun.example' }],
        className: 'call',
        hidden: false,
        onRoomJoined: () => {},
      }),
    );
    expect(html).to.equal(
      '<video-room room="standup" server="https://rtc.example" display-name="Ada" secret-from="property" relay-only="" ' +
        'ice-servers="[{&quot;urls&quot;:&quot;stun:stun.example&quot;}]" class="call"></video-room>',
    );
  });

  it('takes over what a server rendered, without complaint, and then sets what has no attribute', async () => {
    const complaints: unknown[] = [];
    const { error } = console;
    console.error = (...args) => complaints.push(args);
    const getToken = async () => 'token';
    const props: VideoRoomProps = {
      ...PROPS,
      secretFrom: 'property',
      relayOnly: true,
      getToken,
      className: 'call',
    };
    box.innerHTML = renderToString(tree(props));
    const element = box.querySelector('video-room')!;
    const ref = createRef<VideoRoomElement>();
    await act(async () => {
      root = hydrateRoot(box, tree(props, ref));
    });
    console.error = error;
    expect(complaints).to.deep.equal([]);
    expect(ref.current).to.equal(element);
    expect(element).to.include({ getToken, relayOnly: true, secretFrom: 'property' });
    expect(element.getAttributeNames()).to.include.members(['secret-from', 'relay-only', 'class']);
  });

  it('sets properties and attributes, and takes them away again', async () => {
    const iceServers = async () => [];
    const element = await render({ ...PROPS, layout: 'grid', remember: true, audioOnly: true, iceServers });
    expect(element).to.include({ layout: 'grid', remember: true, audioOnly: true, iceServers });
    await render({ ...PROPS, iceServers: [{ urls: 'stun:stun.example' }] });
    expect(element.iceServers).to.deep.equal([{ urls: 'stun:stun.example' }]);
    expect(!!element.remember || element.audioOnly || element.layout === 'grid').to.equal(false);
    await render(PROPS);
    expect(element.iceServers ?? null).to.equal(null);
    expect(element.shadowRoot!.querySelector('[role=alert]')).to.equal(null);
  });

  it('calls the listener of the last drawing, once, also in StrictMode', async () => {
    const heard: string[] = [];
    const listener = (name: string) => (event: CustomEvent<{ roomId: string }>) =>
      heard.push(`${name} ${event.detail.roomId}`);
    const element = await render({ ...PROPS, onRoomJoined: listener('first') });
    await render({ ...PROPS, onRoomJoined: listener('second') });
    const detail = { roomId: 'standup', participantId: 'ada' };
    element.dispatchEvent(new CustomEvent('room-joined', { detail }));
    expect(heard).to.deep.equal(['second standup']);
    await render(PROPS);
    element.dispatchEvent(new CustomEvent('room-joined', { detail }));
    expect(heard).to.have.length(1);
  });

  it('hears what is wrong with the first drawing', async () => {
    const codes: string[] = [];
    await render({
      room: 'not a room!',
      server: 'https://rtc.example',
      onRoomError: ({ detail }) => codes.push(detail.code),
    });
    await until(() => codes.length);
    expect(codes).to.deep.equal(['room-invalid']);
  });

  it('fails closed where plain JSX writes a property’s name', async () => {
    const box = document.createElement('div');
    box.innerHTML = renderToString(
      createElement('video-room', {
        room: 'standup',
        server: 'https://rtc.example',
        secretFrom: 'hash',
      } as object),
    );
    document.body.append(box);
    const element = box.querySelector('video-room')!;
    await until(() =>
      element.shadowRoot?.querySelector('[role=alert]')?.textContent?.includes('secret-from'),
    );
    box.remove();
  });
});
