/**
 * The connection check: goes through what a call needs, one thing after the other, and says what works.
 * The result is for bug reports: no names, no addresses, no device labels.
 */
import { readIceServers } from '../src/protocol/ice-servers.js';
import { decodeServerFrame, type IceConfig, PROTOCOL_VERSION } from '../src/protocol/index.js';

type Verdict = 'works' | 'fails' | 'unsure';
interface Result {
  verdict: Verdict;
  text: string;
}
const works = (text: string): Result => ({ verdict: 'works', text });
const fails = (text: string): Result => ({ verdict: 'fails', text });

/** No single check takes longer, in milliseconds. */
const PATIENCE = 10_000;
/** How long the party may take to get credentials, in milliseconds; it gives a provider 3 s itself. */
const CREDENTIALS = 4_000;
/** What the party told us; the checks of the network use it. */
let ice: IceConfig = { servers: [] };

const CHECKS: readonly [name: string, check: () => Result | Promise<Result>][] = [
  ['Secure page', checkSecure],
  ['Browser', checkBrowser],
  ['Microphone', () => checkDevice('audio')],
  ['Camera', () => checkDevice('video')],
  ['Server', checkServer],
  ['Own address', () => checkCandidates('srflx')],
  ['Relay', () => checkCandidates('relay')],
  ['Test call', checkCall],
];

function checkSecure(): Result {
  if (isSecureContext) return works('Camera and microphone are within reach.');
  return fails('Serve the page over https, or from localhost: browsers allow no camera otherwise.');
}

function checkBrowser(): Result {
  const missing = ['RTCPeerConnection', 'WebSocket', 'CompressionStream'].filter(
    (name) => !(name in globalThis),
  );
  if (missing.length) return fails(`This browser has no ${missing.join(', no ')}.`);
  const share = navigator.mediaDevices && 'getDisplayMedia' in navigator.mediaDevices;
  return works(share ? 'Can make calls and share screens.' : 'Can make calls, but cannot share screens.');
}

async function checkDevice(kind: 'audio' | 'video'): Promise<Result> {
  try {
    const stream = await navigator.mediaDevices.getUserMedia({ [kind]: true });
    const settings = stream.getTracks()[0]?.getSettings();
    for (const track of stream.getTracks()) track.stop();
    return works(kind === 'video' ? `${settings?.width} × ${settings?.height}` : 'Opens.');
  } catch (error) {
    return fails(
      `${(error as Error).name}. The call works without it: you can still ${kind === 'video' ? 'speak' : 'listen'}.`,
    );
  }
}

function checkServer(): Promise<Result> {
  const begun = performance.now();
  let answer: Result | undefined;
  const url = new URL(`/parties/main/doctor-${crypto.randomUUID()}`, location.href);
  url.protocol = url.protocol.replace('http', 'ws');
  return withSocket(url, (socket, done) => {
    socket.onopen = () =>
      socket.send(JSON.stringify({ type: 'hello', v: PROTOCOL_VERSION, sid: crypto.randomUUID() }));
    socket.onmessage = ({ data }) => {
      const decoded = decodeServerFrame(data);
      if (!decoded.ok) return;
      const frame = decoded.value;
      if (frame.type === 'error') done(fails(`Says ${frame.code}. The documentation has a heading for it.`));
      if (frame.type !== 'welcome' && frame.type !== 'ice') return;
      const told = frame.type === 'welcome' ? frame.ice : frame;
      ice = { ...told, servers: readIceServers(told.servers ?? []).servers };
      answer ||= works(`Answers after ${Math.round(performance.now() - begun)} ms.`);
      // Where TURN credentials are still being fetched, they follow.
      if (ice.later) setTimeout(done, CREDENTIALS, answer);
      else done(answer);
    };
    socket.onclose = ({ code }) => done(fails(`The socket was closed (${code}).`));
  });
}

function withSocket(
  url: URL,
  use: (socket: WebSocket, done: (result: Result) => void) => void,
): Promise<Result> {
  return new Promise<Result>((done) => {
    const socket = new WebSocket(url);
    const timer = setTimeout(() => done(fails('No answer.')), PATIENCE);
    use(socket, (result) => {
      clearTimeout(timer);
      done(result);
      socket.close();
    });
  });
}

/** Gathers candidates and looks for one kind: `srflx` needs STUN, `relay` needs TURN. */
async function checkCandidates(kind: 'srflx' | 'relay'): Promise<Result> {
  const scheme = kind === 'relay' ? /^turns?:/ : /^(stun|turn)s?:/;
  const asked = ice.servers.some(({ urls }) => [urls].flat().some((url) => scheme.test(url)));
  const what = kind === 'relay' ? 'TURN' : 'STUN';
  if (!asked) return { verdict: 'unsure', text: `The server offers no ${what}.` };
  const connection = new RTCPeerConnection({
    iceServers: ice.servers,
    iceTransportPolicy: kind === 'relay' ? 'relay' : 'all',
  });
  try {
    connection.createDataChannel('probe');
    const begun = performance.now();
    const found = new Promise<Result>((done) => {
      connection.onicecandidate = ({ candidate }) => {
        if (candidate?.type === kind)
          done(works(`${what} answers after ${Math.round(performance.now() - begun)} ms.`));
        if (!candidate)
          done({ verdict: 'unsure', text: `${what} does not answer. Calls within one network still work.` });
      };
    });
    await connection.setLocalDescription();
    return await Promise.race([
      found,
      later({ verdict: 'unsure', text: `${what} does not answer in time.` }),
    ]);
  } finally {
    connection.close();
  }
}

/** A call from this page to itself: sound, picture and data, without any server. */
async function checkCall(): Promise<Result> {
  const ends = [new RTCPeerConnection(), new RTCPeerConnection()] as const;
  try {
    const [a, b] = ends;
    a.onicecandidate = ({ candidate }) => void b.addIceCandidate(candidate ?? undefined);
    b.onicecandidate = ({ candidate }) => void a.addIceCandidate(candidate ?? undefined);
    a.addTransceiver('audio');
    a.addTransceiver('video');
    const channel = a.createDataChannel('call');
    const begun = performance.now();
    const opened = new Promise<Result>((done) => {
      channel.onopen = () => done(works(`Connects after ${Math.round(performance.now() - begun)} ms.`));
    });
    await a.setLocalDescription();
    await b.setRemoteDescription(a.localDescription!);
    await b.setLocalDescription();
    await a.setRemoteDescription(b.localDescription!);
    return await Promise.race([
      opened,
      later(fails('Does not connect. A policy or an extension may forbid WebRTC.')),
    ]);
  } finally {
    for (const end of ends) end.close();
  }
}

const later = (result: Result) => new Promise<Result>((done) => setTimeout(done, PATIENCE, result));

const find = <T extends HTMLElement>(selector: string) => document.querySelector<T>(selector)!;
const lines: string[] = [];

function show(name: string, { verdict, text }: Result): void {
  const item = document.createElement('li');
  item.dataset.verdict = verdict;
  for (const [tag, content] of [
    ['b', verdict],
    ['b', name],
    ['span', text],
  ] as const) {
    item.append(Object.assign(document.createElement(tag), { textContent: content }));
  }
  find('#checks').append(item);
  lines.push(`${verdict.padEnd(7)} ${name}: ${text}`);
}

find('#start').addEventListener('click', async () => {
  const start = find<HTMLButtonElement>('#start');
  start.disabled = true;
  find('#checks').replaceChildren();
  lines.splice(0, Infinity, `video-room doctor, protocol ${PROTOCOL_VERSION}`, navigator.userAgent);
  for (const [name, check] of CHECKS) {
    find('#status').textContent = `${name} …`;
    const result = await Promise.resolve()
      .then(check)
      .catch((error: Error) => fails(error.name));
    show(name, result);
  }
  find('#status').textContent = 'Done.';
  find('#copy').hidden = false;
  start.disabled = false;
});
find('#copy').addEventListener('click', async () => {
  await navigator.clipboard.writeText(lines.join('\n'));
  find('#status').textContent = 'Result copied.';
});
