/** Two pages that call each other with PeerJS, as in its documentation. The function runs inside the page and must be self-contained. */
import type { Peer as PeerConstructor } from 'peerjs';

export interface PeerJsInput {
  /** Port of its PeerServer. */
  port: number;
  camera: MediaTrackConstraints;
  /** `member`: has this id and answers. `lobby`: calls that id on a click. `cold`: calls it as soon as it can. */
  role: 'member' | 'lobby' | 'cold';
  member: string;
}

/** Sets `data-ready` on the page when it is ready to answer, or when the button may be pressed. */
export function runPeerJs({ port, camera, role, member }: PeerJsInput): void {
  const { Peer } = globalThis as unknown as { Peer: typeof PeerConstructor };
  const [own, other] = [...document.querySelectorAll('video')] as [HTMLVideoElement, HTMLVideoElement];
  // No ICE servers, because none are needed here: by default it would contact its own.
  const options = { host: 'localhost', port, path: '/', config: { iceServers: [] } };
  const peer = role === 'member' ? new Peer(member, options) : new Peer(options);
  const opened = new Promise((done) => peer.on('open', done));
  const show = (stream: MediaStream) => {
    if (other.srcObject !== stream) other.srcObject = stream;
  };
  void navigator.mediaDevices.getUserMedia({ audio: true, video: camera }).then(async (stream) => {
    own.srcObject = stream;
    peer.on('call', (call) => {
      call.answer(stream);
      call.on('stream', show);
    });
    const call = () => peer.call(member, stream).on('stream', show);
    await opened;
    if (role === 'cold') call();
    else document.querySelector('#join')!.addEventListener('click', call);
    document.body.dataset.ready = '';
  });
}
