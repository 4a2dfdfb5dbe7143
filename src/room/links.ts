/** Creates the links of a session, and turns their reports into state and actions. */
import { Mesh } from '../mesh/mesh.js';
import type { MeshOptions } from '../mesh/mesh-options.js';
import type { Peer } from '../mesh/peer/peer.js';
import { protocolWith } from './feature-messages.js';
import type { IceServerRefresher } from './ice-server-refresher.js';
import * as reducers from './reducers.js';
import { Safety } from './safety.js';
import type { SessionContext } from './session-context.js';

export interface LinkUses extends Pick<MeshOptions, 'send' | 'isConnected' | 'cipher'> {
  /** Nothing arrives from a participant any more; `all`: from no other participant either. */
  stalled(all: boolean): void;
  opened(peer: Peer): void;
  /** A link changed. */
  linked(peer: Peer): void;
  received: MeshOptions['on']['received'];
  cameraLimited: MeshOptions['on']['cameraLimited'];
  screenContent: MeshOptions['on']['screenContent'];
  /** The browser cannot create connections. */
  broken(cause: unknown): void;
  ice(): IceServerRefresher;
}

/** Ends with `signal`. */
export function createLinks(
  context: SessionContext,
  signal: AbortSignal,
  {
    send,
    isConnected,
    cipher,
    stalled,
    opened,
    linked,
    received,
    cameraLimited,
    screenContent,
    broken,
    ice,
  }: LinkUses,
): { mesh: Mesh; safety: Safety } {
  const { platform, apply, failed, state, options } = context;
  const mesh: Mesh = new Mesh({
    protocol: protocolWith(platform.features),
    encode: options().encode,
    createConnection: (configuration) => platform.createConnection(configuration),
    send,
    isConnected,
    cipher,
    log: platform.log,
    on: {
      stalled: (all) => {
        stalled(all);
        ice().check();
      },
      changed: (peer) => {
        const { id, link, streams } = peer;
        const before = state().participants.find((one) => one.id === id)?.link;
        apply((state) => reducers.linkChanged(state, id, { link, streams }, Date.now()));
        if (link === 'unreachable' && before && before !== link)
          failed('peer-unreachable', false, ice().hasTurn ? undefined : new Error('no TURN server'));
        linked(peer);
        safety.linked(peer);
      },
      opened,
      received,
      cameraLimited,
      screenContent,
      broken,
      lost: ({ id }) => {
        apply((before) => reducers.participantLost(before, id), 'lost');
        // The link is kept and retried as long as the party holds their membership.
        if (!state().roster.some((member) => member.id === id)) mesh.remove(id);
      },
      distrusted: (_, relay) =>
        failed('verification-failed', false, relay && new Error(`relayed by ${relay.id}`)),
    },
  });
  const safety = new Safety(context, mesh, signal);
  return { mesh, safety };
}
