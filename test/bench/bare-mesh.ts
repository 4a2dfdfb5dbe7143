/**
 * The baseline for a whole call: bare connections over the relay. A newcomer sends offers to everyone present. Nothing is
 * repaired, and each link has a fixed limit. The function runs inside the page and must be self-contained.
 */

/** Bits per second and lines of our picture, by number of other participants: a fixed table. */
export const FIXED_LIMITS = [
  { others: 1, maxBitrate: 1_500_000, lines: 720 },
  { others: 2, maxBitrate: 800_000, lines: 480 },
  { others: 3, maxBitrate: 500_000, lines: 360 },
  { others: 5, maxBitrate: 300_000, lines: 270 },
  { others: 15, maxBitrate: 150_000, lines: 180 },
];

/** What a mesh sends that limits nothing: the whole picture to each. */
export const FULL_SIZE = [{ others: 99, maxBitrate: 2_500_000, lines: 720 }];

export const BARE_MESH_PAGE = `<!doctype html><meta charset="utf-8"><title>Bare connections</title>
<style>body { display: grid; grid-template-columns: 1fr 1fr 1fr } video { width: 100% }</style>`;

export interface BareMeshInput {
  /** Address of the room at the relay. */
  relay: string;
  /** `undefined` for a call without video. */
  camera?: MediaTrackConstraints;
  limits: typeof FIXED_LIMITS;
}

interface Message {
  /** Participants who were there before us: a newcomer's first message. */
  present?: string[];
  from?: string;
  description?: RTCSessionDescriptionInit;
  candidate?: RTCIceCandidateInit;
}

/** Resolves when an offer was sent to everyone present. */
export async function joinBareMesh({ relay, camera, limits }: BareMeshInput): Promise<void> {
  const links = new Map<string, { connection: RTCPeerConnection; early: RTCIceCandidateInit[] }>();
  const stream = await navigator.mediaDevices.getUserMedia({ audio: true, video: camera ?? false });
  if (camera) show(stream, true);
  const socket = new WebSocket(relay);
  const send = (to: string, message: Message) => socket.send(JSON.stringify({ to, ...message }));
  await new Promise<void>((done, fail) => {
    socket.onerror = () => fail(new Error('The relay does not answer'));
    socket.onmessage = ({ data }) => {
      const message = JSON.parse(data) as Message;
      const work = message.present ? offerTo(message.present).then(done) : take(message);
      work.catch((error) => console.error(error));
    };
  });

  async function offerTo(present: string[]): Promise<void> {
    for (const id of present) {
      const { connection } = linkTo(id);
      await connection.setLocalDescription();
      send(id, { description: connection.localDescription! });
    }
  }

  async function take({ from, description, candidate }: Message): Promise<void> {
    const { connection, early } = linkTo(from!);
    if (candidate) {
      if (connection.remoteDescription) await connection.addIceCandidate(candidate);
      else early.push(candidate);
    }
    if (!description) return;
    await connection.setRemoteDescription(description);
    if (description.type === 'offer') {
      await connection.setLocalDescription();
      send(from!, { description: connection.localDescription! });
    }
    for (const one of early.splice(0)) await connection.addIceCandidate(one);
    await limitAll();
  }

  function linkTo(id: string) {
    const known = links.get(id);
    if (known) return known;
    const connection = new RTCPeerConnection();
    for (const track of stream.getTracks()) connection.addTrack(track, stream);
    connection.onicecandidate = ({ candidate }) => candidate && send(id, { candidate });
    connection.ontrack = ({ track }) => show(new MediaStream([track]), false);
    const link = { connection, early: [] };
    links.set(id, link);
    return link;
  }

  function show(media: MediaStream, muted: boolean): void {
    const element = document.createElement(media.getVideoTracks().length ? 'video' : 'audio');
    Object.assign(element, { autoplay: true, playsInline: true, muted, srcObject: media });
    document.body.append(element);
  }

  async function limitAll(): Promise<void> {
    const { maxBitrate, lines } = limits.find(({ others }) => links.size <= others) ?? limits.at(-1)!;
    for (const { connection } of links.values()) {
      for (const sender of connection.getSenders()) {
        const parameters = sender.getParameters();
        const [encoding] = parameters.encodings;
        if (sender.track?.kind !== 'video' || !encoding) continue;
        const height = sender.track.getSettings().height ?? lines;
        Object.assign(encoding, { maxBitrate, scaleResolutionDownBy: Math.max(1, height / lines) });
        // Another change of the same sender may be running; the next newcomer's change applies this one too.
        await sender.setParameters(parameters).catch(() => {});
      }
    }
  }
}
