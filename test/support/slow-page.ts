/** Pages that cannot keep up: everything reaches them late, or nothing runs at all for a while. */
import type { Platform } from '../../src/room/platform.js';

/** Resolves after `delay` milliseconds; later calls resolve later. */
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
/** Methods whose results come late as well. */
const SLOW = new Set(['setLocalDescription', 'setRemoteDescription', 'addIceCandidate', 'getStats']);

/** The same object, but its events and results come late. */
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

/** A platform for a page whose event loop is `delay` milliseconds late. */
export function slowPage(
  { createSocket, createConnection }: Pick<Platform, 'createSocket' | 'createConnection'>,
  delay: number,
): Pick<Platform, 'createSocket' | 'createConnection'> {
  return {
    createSocket: (url) => late(createSocket(url), delay),
    createConnection: (configuration) => late(createConnection(configuration), delay),
  };
}

/** Blocks this page, with all participants in it, for `ms` at a time, with 30 ms in between. Returns a function that ends it. */
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
