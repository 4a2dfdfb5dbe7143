/** ICE servers, and the one certificate of all connections in a room. */
import { linkStats } from '../quality/stats.js';

/** Settings shared by every connection in a room. */
export interface IceSettings {
  servers: RTCIceServer[];
  /** Use only TURN, so that nobody learns our IP address. */
  relayOnly: boolean;
}

/**
 * One certificate for all connections, so that a participant has one fingerprint. ECDSA P-256 takes about a millisecond to
 * create, and DTLS in STUN will need it.
 */
export function createCertificate(): Promise<RTCCertificate> {
  // The DOM types declare the algorithm as AlgorithmIdentifier, without the curve.
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
 * Makes a connection by `create`. Browsers accept different ICE servers and throw if they dislike a single one. In that case each
 * server is tried alone, and `refused` gets the ones that fail. An error without any server is thrown to the caller.
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
 * Gives a connection new ICE servers. Returns whether it should look for a new path: a path over a TURN server may end when its
 * credentials expire, or there is no path at all. A direct path stays.
 */
export async function reconfigure(connection: RTCPeerConnection, ice: IceSettings): Promise<boolean> {
  connection.setConfiguration({ ...connection.getConfiguration(), ...configuration(ice) });
  const { path } = await linkStats(connection);
  return path !== 'direct';
}
