/** ICE servers and the one certificate of a room's connections. */
import { linkStats } from './stats.js';

/** What every connection of a room is made with. */
export interface IceSettings {
  servers: RTCIceServer[];
  /** Only TURN, so that nobody learns our address. */
  relayOnly: boolean;
}

/**
 * One certificate for all connections, so that a participant has one fingerprint.
 * ECDSA P-256: made in about a millisecond, and what DTLS inside STUN will need.
 */
export function createCertificate(): Promise<RTCCertificate> {
  // The DOM types know the algorithm only as an AlgorithmIdentifier without its curve.
  return RTCPeerConnection.generateCertificate({ name: 'ECDSA', namedCurve: 'P-256' } as AlgorithmIdentifier);
}

/** The configuration for a new connection. */
export function configuration(ice: IceSettings, certificate?: RTCCertificate): RTCConfiguration {
  return {
    iceServers: ice.servers,
    iceTransportPolicy: ice.relayOnly ? 'relay' : 'all',
    bundlePolicy: 'max-bundle',
    ...(certificate && { certificates: [certificate] }),
  };
}

/**
 * Makes a connection by `create`. Browsers differ in which ICE servers they take, and throw at a single other one: then each is tried
 * alone, and `refused` is told those that stay. What the browser throws without any server is thrown on.
 */
export function connect(
  create: (configuration: RTCConfiguration) => RTCPeerConnection,
  ice: IceSettings,
  certificate: RTCCertificate | undefined,
  refused: (taken: RTCIceServer[]) => void,
): RTCPeerConnection {
  try {
    return create(configuration(ice, certificate));
  } catch {
    const taken = ice.servers.filter((server) => isTaken(create, server));
    const connection = create(configuration({ ...ice, servers: taken }, certificate));
    refused(taken);
    return connection;
  }
}

function isTaken(
  create: (configuration: RTCConfiguration) => RTCPeerConnection,
  server: RTCIceServer,
): boolean {
  try {
    create({ iceServers: [server] }).close();
    return true;
  } catch {
    return false;
  }
}

/**
 * Other ICE servers for a connection. Says whether it should look for another path: one over a TURN server may end with the
 * credentials it was opened with, and perhaps there is none; a direct path is left alone.
 */
export async function reconfigure(connection: RTCPeerConnection, ice: IceSettings): Promise<boolean> {
  connection.setConfiguration({ ...connection.getConfiguration(), ...configuration(ice) });
  const { path } = await linkStats(connection);
  return path !== 'direct';
}
