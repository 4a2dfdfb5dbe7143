/** A client that does not obey: what the party says of certain types never reaches it, nor that its socket is closed. */
import type { ServerFrame } from '../../src/protocol/index.js';
import type { Platform } from '../../src/room/platform.js';
import type { MemoryNetwork } from './network.js';

/** A platform for `TestCall.person` whose room never hears frames of these types. */
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
