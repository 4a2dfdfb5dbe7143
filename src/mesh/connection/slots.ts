/** The fixed media slots of every link. Sources are switched by `replaceTrack`, so no toggle ever renegotiates. */

/** What a participant can send. */
export type Source = 'microphone' | 'camera' | 'screen' | 'screenAudio';

/** The sources of a link, in the order of the m-lines. Slot 4 is the control channel. */
export const SLOTS = ['microphone', 'camera', 'screen', 'screenAudio'] as const satisfies readonly Source[];
export type Tracks = Partial<Record<Source, MediaStreamTrack | null>>;

const KINDS = { microphone: 'audio', camera: 'video', screen: 'video', screenAudio: 'audio' } as const;
/** The m-lines that a description must contain, in order. Other descriptions are rejected. */
export const M_LINES = 'audio video video audio application';

/**
 * A voice and its camera, which are the first two slots, name the same stream, a screen and its sound another. Browsers play what
 * belongs to one stream together (Media Capture and Streams, "MediaStream").
 */
function streamOfSlot(): (index: number) => MediaStream {
  const streams = [new MediaStream(), new MediaStream()];
  return (index) => streams[index >> 1]!;
}

/**
 * Makes the slots; the camera starts with the encoding `camera`. Only the side of the first offer calls this: if both sides did,
 * an offer collision would double the slots.
 */
export function createSlots(connection: RTCPeerConnection, camera: RTCRtpEncodingParameters = {}): void {
  const streamOf = streamOfSlot();
  SLOTS.forEach((source, index) => {
    const sendEncodings = source === 'camera' ? [camera] : undefined;
    connection.addTransceiver(KINDS[source], {
      direction: 'sendrecv',
      streams: [streamOf(index)],
      ...(sendEncodings && { sendEncodings }),
    });
  });
}

/** Adopts the slots of the remote first offer, by index, so that our answer sends media as well. */
export function adoptSlots(connection: RTCPeerConnection): void {
  const streamOf = streamOfSlot();
  connection.getTransceivers().forEach((transceiver, index) => {
    transceiver.direction = 'sendrecv';
    transceiver.sender.setStreams?.(streamOf(index));
  });
}

/** The slot of a source; `undefined` before the remote offer was applied. */
export function slot(connection: RTCPeerConnection, source: Source): RTCRtpTransceiver | undefined {
  return connection.getTransceivers()[SLOTS.indexOf(source)];
}

/**
 * A remote description without the streams of the screen and its sound (`a=ssrc`, RFC 5576): browsers find these streams by the
 * `mid` of their packets when somebody shares a screen (RFC 8843, 9.2). For each stream that is described, Chromium (156) starts a
 * decoder or an input of its mixer, and wakes it up all the time: 4 pages without video took 0.73 cores with them, 0.70 without,
 * 0.67 without these slots. The camera's stream stays: at each ICE restart, Chromium makes new receivers of video streams that are not
 * described. Firefox (153) gets the whole description: it makes a receiver in any case, and loses the resent packets of such a stream.
 *
 * Nor does congestion control count the packets of the screen's sound. With a second sound that it counts, Chromium tests every 5 s, with 28
 * packets of padding, whether 5 Mbit/s fit through a link without pictures: 13 of its 87 kbit/s.
 */
export function withoutScreenStreams(sdp: string): string {
  if (navigator.userAgent.includes('Firefox/')) return sdp;
  let index = -1;
  const isKept = (line: string) => {
    if (line.startsWith('m=')) index += 1;
    return !((index > 1 && line.startsWith('a=ssrc')) || (index > 2 && line.includes('wide-cc')));
  };
  return sdp.split('\r\n').filter(isKept).join('\r\n');
}

/** Sets a track (or `null`) in a slot. A connection that was closed meanwhile is not an error. */
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
