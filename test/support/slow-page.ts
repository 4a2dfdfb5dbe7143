/** Pages that cannot keep up: everything that reaches them comes late, or nothing runs at all for a while. */
import type { Platform } from '../../src/room/platform.js';

/** Resolves in `delay` milliseconds; what is asked for later resolves later. */
const later = (delay: number) => new Promise((done) => setTimeout(done, delay));

const HANDLERS = new Set([
  'onnegotiationneeded',
  'onicecandidate',
  'onconnectionstatechange',
  'onopen',
  'onmessage',
  'onclose',
  'onerror',
]);
/** Methods whose answers come late as well. */
const SLOW = new Set(['setLocalDescription', 'setRemoteDescription', 'addIceCandidate', 'getStats']);

/** The same object, but what it tells, and what it answers, comes late. */
function late<T extends object>(target: T, delay: number): T {
  return new Proxy(target, {
    get(object, name) {
      const value = Reflect.get(object, name, object) as unknown;
      if (typeof value !== 'function') return value;
      if (name === 'createDataChannel')
        return (...given: unknown[]) => late(value.apply(object, given) as object, delay);
      if (name === 'addEventListener')
        return (type: string, listener: (event: Event) => void, options?: object) =>
          value.call(object, type, (event: Event) => void later(delay).then(() => listener(event)), options);
      if (!SLOW.has(String(name))) return value.bind(object);
      return async (...given: unknown[]) => {
        const answer = await (value.apply(object, given) as Promise<unknown>);
        await later(delay);
        return answer;
      };
    },
    set(object, name, value) {
      const isHandler = HANDLERS.has(String(name)) && typeof value === 'function';
      const put = isHandler
        ? (event: Event) => void later(delay).then(() => value.call(object, event))
        : value;
      return Reflect.set(object, name, put, object);
    },
  });
}

/** What a page runs on whose event loop is `delay` milliseconds late. */
export function slowPage(
  { createSocket, createConnection }: Pick<Platform, 'createSocket' | 'createConnection'>,
  delay: number,
): Pick<Platform, 'createSocket' | 'createConnection'> {
  return {
    createSocket: (url) => late(createSocket(url), delay),
    createConnection: (configuration) => late(createConnection(configuration), delay),
  };
}

/** Keeps this page, and everybody in it, from running for `ms` at a time, with 30 ms in between. Returns how to end it. */
export function blockPage(ms: number): () => void {
  let timer: ReturnType<typeof setTimeout>;
  const block = () => {
    const until = performance.now() + ms;
    while (performance.now() < until);
    timer = setTimeout(block, 30);
  };
  timer = setTimeout(block, 30);
  return () => clearTimeout(timer);
}
