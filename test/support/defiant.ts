/** A client that does not obey: frames of certain types from the party never reach it, nor does the close of its socket. */
import type { ServerFrame } from '../../src/protocol/index.js';
import type { Platform } from '../../src/room/platform.js';
import type { MemoryNetwork } from './network.js';

/** A platform for `TestCall.person` whose room never gets frames of these types. */
export function deafTo(
  network: MemoryNetwork,
  types: readonly ServerFrame['type'][],
): Pick<Platform, 'createSocket'> {
  return {
    createSocket: (url) => {
      const socket = network.createSocket(url);
      const dispatch = socket.dispatchEvent.bind(socket);
      socket.dispatchEvent = (event) => {
        if (event.type === 'close') return true;
        const { type } = event instanceof MessageEvent ? JSON.parse(event.data) : {};
        return types.includes(type) || dispatch(event);
      };
      return socket;
    },
  };
}
