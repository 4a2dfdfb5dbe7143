/**
 * The lower limit for a join: two pages that know everything in advance. The newcomer's connection, offer and candidates exist
 * before the click; the member answers at once, with a prepared connection. The functions run inside pages and must be
 * self-contained.
 */

/** The minimum of a page: our own picture, theirs, and a button. */
export const PAIR_PAGE = `<!doctype html><meta charset="utf-8"><title>A call of two</title>
<style>body { display: grid; grid-template-columns: 1fr 1fr } video { width: 100% } button { grid-row: 2 }</style>
<video id="own" autoplay muted playsinline></video><video id="other" autoplay playsinline></video>
<button id="join">Join</button>`;

export interface BarePairInput {
  /** Address of the room at the relay. */
  relay: string;
  camera: MediaTrackConstraints;
  /** Kinds of the m-lines of every description, in order. */
  mLines: string[];
  /** Type of the preferred video codec, such as `video/VP8`. */
  codec: string;
}

interface Message {
  present?: string[];
  from?: string;
  description?: RTCSessionDescriptionInit;
  candidate?: RTCIceCandidateInit;
}

/** Waits for the newcomer; resolves when it is ready to answer. */
export async function waitAsBareMember({ relay, camera }: BarePairInput): Promise<void> {
  const stream = await navigator.mediaDevices.getUserMedia({ audio: true, video: camera });
  document.querySelector<HTMLVideoElement>('#own')!.srcObject = stream;
  const socket = new WebSocket(relay);
  const connection = new RTCPeerConnection();
  connection.createDataChannel('control', { negotiated: true, id: 0 });
  connection.ontrack = ({ track }) => {
    const video = document.querySelector<HTMLVideoElement>('#other')!;
    if (track.kind === 'video' && !video.srcObject) video.srcObject = new MediaStream([track]);
  };
  await new Promise<void>((done) => {
    socket.onmessage = async ({ data }) => {
      const { present, from, description } = JSON.parse(data) as Message;
      if (present) return done();
      if (!description) return;
      const send = (message: Message) => socket.send(JSON.stringify({ to: from, ...message }));
      connection.onicecandidate = ({ candidate }) => candidate && send({ candidate });
      await connection.setRemoteDescription(description);
      const transceivers = connection.getTransceivers();
      for (const transceiver of transceivers) transceiver.direction = 'sendrecv';
      for (const track of stream.getTracks()) {
        const slot = transceivers.find(({ receiver }) => receiver.track.kind === track.kind);
        void slot?.sender.replaceTrack(track);
      }
      await connection.setLocalDescription();
      send({ description: connection.localDescription! });
    };
  });
}

/** Prepares everything for the button; resolves when it may be pressed. */
export async function prepareBareNewcomer({ relay, camera, mLines, codec }: BarePairInput): Promise<void> {
  const stream = await navigator.mediaDevices.getUserMedia({ audio: true, video: camera });
  document.querySelector<HTMLVideoElement>('#own')!.srcObject = stream;
  const socket = new WebSocket(relay);
  const member = await new Promise<string>((done) => {
    socket.onmessage = ({ data }) => done((JSON.parse(data) as Message).present![0]!);
  });

  const connection = new RTCPeerConnection();
  for (const kind of mLines) {
    if (kind === 'application') {
      connection.createDataChannel('control', { negotiated: true, id: 0 });
      continue;
    }
    const transceiver = connection.addTransceiver(kind, { direction: 'sendrecv' });
    if (kind !== 'video') continue;
    const { codecs } = RTCRtpReceiver.getCapabilities('video')!;
    const preferred = codecs.filter(({ mimeType }) => mimeType === codec);
    transceiver.setCodecPreferences([...preferred, ...codecs.filter((one) => !preferred.includes(one))]);
  }
  const slot = (kind: string) =>
    connection.getTransceivers().find(({ receiver }) => receiver.track.kind === kind)!;
  for (const track of stream.getTracks()) await slot(track.kind).sender.replaceTrack(track);
  const gathered = new Promise<void>((done) => {
    connection.onicecandidate = ({ candidate }) => candidate || done();
  });
  await connection.setLocalDescription();
  await gathered;

  document.querySelector<HTMLVideoElement>('#other')!.srcObject = new MediaStream([
    slot('video').receiver.track,
  ]);
  const early: RTCIceCandidateInit[] = [];
  socket.onmessage = async ({ data }) => {
    const { description, candidate } = JSON.parse(data) as Message;
    if (candidate && !connection.remoteDescription) early.push(candidate);
    else if (candidate) await connection.addIceCandidate(candidate);
    if (!description) return;
    await connection.setRemoteDescription(description);
    for (const one of early.splice(0)) await connection.addIceCandidate(one);
  };
  document.querySelector('#join')!.addEventListener('click', () => {
    socket.send(JSON.stringify({ to: member, description: connection.localDescription }));
  });
}
