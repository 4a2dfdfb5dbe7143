/** The fixed media slots of every link. Everything is switched by `replaceTrack`, so no toggle ever renegotiates. */

/** What can be sent over a link, in the order of the m-lines. Slot 4 is the control channel. */
export const SLOTS = ['microphone', 'camera', 'screen', 'screenAudio'] as const;
export type Source = (typeof SLOTS)[number];
export type Tracks = Partial<Record<Source, MediaStreamTrack | null>>;

const KINDS = { microphone: 'audio', camera: 'video', screen: 'video', screenAudio: 'audio' } as const;
/** What a description must contain, in order; anything else is not one of ours. */
export const M_LINES = 'audio video video audio application';

/**
 * Makes the slots; the camera begins with the encoding in `camera`. Only the side of the first offer may: made on both sides they
 * double under glare.
 */
export function createSlots(connection: RTCPeerConnection, camera: RTCRtpEncodingParameters = {}): void {
  for (const source of SLOTS) {
    const sendEncodings = source === 'camera' ? [camera] : undefined;
    connection.addTransceiver(KINDS[source], {
      direction: 'sendrecv',
      ...(sendEncodings && { sendEncodings }),
    });
  }
}

/** Adopts the slots of the other side's first offer, by index, so that the answer sends as well. */
export function adoptSlots(connection: RTCPeerConnection): void {
  for (const transceiver of connection.getTransceivers()) transceiver.direction = 'sendrecv';
}

/** The slot of a source; `undefined` before the other side's offer was taken. */
export function slot(connection: RTCPeerConnection, source: Source): RTCRtpTransceiver | undefined {
  return connection.getTransceivers()[SLOTS.indexOf(source)];
}

/** Puts a track (or silence) into a slot. A connection that was closed meanwhile is no error. */
export async function fill(
  connection: RTCPeerConnection,
  source: Source,
  track: MediaStreamTrack | null,
): Promise<void> {
  try {
    await slot(connection, source)?.sender.replaceTrack(track);
  } catch (error) {
    if (connection.signalingState !== 'closed') throw error;
  }
}
