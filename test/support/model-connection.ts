/**
 * A model of an RTCPeerConnection, as far as `src/mesh` uses one: the state rules of webrtc-pc, stricter than lenient browsers,
 * with descriptions that only this model understands. Hundreds of calls with it run in one page. Carries no media;
 * `model-paths.ts` decides who reaches whom.
 */
import type { Link, ModelPaths, Place } from './model-paths.js';
import { fire, ModelChannel, ModelTransceiver, wrong } from './model-slots.js';

type State = RTCPeerConnectionState;

/** The candidates found for one set of credentials. */
interface Gathering {
  readonly ufrag: string;
  readonly candidates: RTCIceCandidate[];
  isDone: boolean;
}

interface Local {
  readonly type: 'offer' | 'answer';
  readonly gathering: Gathering;
}

interface Remote {
  readonly type: 'offer' | 'answer';
  readonly sdp: string;
  readonly ufrag: string;
  readonly kinds: readonly string[];
}

/** Maximum time of one browser step (ms). */
const STEP = 6;
/** ICE fails if no path is found for this long (ms); browsers take 15 s or more. */
const CHECKED = 8_000;

let last = 0;

const aMoment = (most: number) => new Promise<void>((done) => setTimeout(done, Math.random() * most));

export class ModelConnection {
  onnegotiationneeded: (() => void) | null = null;
  onicecandidate: ((event: { candidate: RTCIceCandidate | null }) => void) | null = null;
  onconnectionstatechange: (() => void) | null = null;
  onsignalingstatechange: (() => void) | null = null;
  onicegatheringstatechange: (() => void) | null = null;
  signalingState: RTCSignalingState = 'stable';
  connectionState: State = 'new';
  /** The connection to the other end. */
  link: Link | undefined;
  control: ModelChannel | undefined;
  readonly #name = `${++last}`;
  readonly #fingerprint: string;
  readonly #transceivers: ModelTransceiver[] = [];
  readonly #operations: (() => Promise<void>)[] = [];
  readonly #theirCandidates = new Map<string, number>();
  #configuration: RTCConfiguration;
  #currentLocal: Local | undefined;
  #pendingLocal: Local | undefined;
  #currentRemote: Remote | undefined;
  #pendingRemote: Remote | undefined;
  #gathering: Gathering | undefined;
  /** ICE credentials that a restart will replace. */
  readonly #worn = new Set<string>();
  #isNegotiationNeeded = false;
  #looksLater = false;
  #packets = 0;
  /** The generation for which ICE has given up. */
  #hopeless = '';

  constructor(
    readonly place: Place,
    private readonly paths: ModelPaths,
    configuration: RTCConfiguration,
  ) {
    this.#configuration = configuration;
    this.#fingerprint = configuration.certificates?.[0]?.getFingerprints()[0]?.value ?? this.#name;
  }

  get hasMedia(): boolean {
    return this.paths.media && !!this.link?.isUp;
  }

  get localDescription(): RTCSessionDescription | null {
    return this.#describe(this.#pendingLocal ?? this.#currentLocal);
  }

  get currentLocalDescription(): RTCSessionDescription | null {
    return this.#describe(this.#currentLocal);
  }

  get remoteDescription(): RTCSessionDescription | null {
    return (this.#pendingRemote ?? this.#currentRemote ?? null) as RTCSessionDescription | null;
  }

  get currentRemoteDescription(): RTCSessionDescription | null {
    return (this.#currentRemote ?? null) as RTCSessionDescription | null;
  }

  get iceGatheringState(): RTCIceGatheringState {
    return this.#gathering ? (this.#gathering.isDone ? 'complete' : 'gathering') : 'new';
  }

  /** The ICE credentials in use, ours and theirs. */
  get credentials(): readonly [local: string, remote: string] | undefined {
    const local = this.#currentLocal?.gathering.ufrag;
    const remote = this.#currentRemote?.ufrag;
    return local && remote ? [local, remote] : undefined;
  }

  /** Names the pair of credentials in use, equal on both sides. */
  get generation(): string {
    return [...(this.credentials ?? [])].sort().join(' ');
  }

  /** There is something to check, and ICE has not given up. */
  get canConnect(): boolean {
    const remote = this.credentials?.[1] ?? '';
    const isOpen = this.signalingState !== 'closed' && this.#hopeless !== this.generation;
    return isOpen && !!this.#theirCandidates.get(remote);
  }

  getConfiguration(): RTCConfiguration {
    return { ...this.#configuration };
  }

  setConfiguration(configuration: RTCConfiguration): void {
    this.#mustBeOpen();
    if (configuration.certificates?.[0] !== this.#configuration.certificates?.[0])
      throw wrong('another certificate', 'InvalidModificationError');
    this.#configuration = configuration;
  }

  createDataChannel(_label: string, { negotiated, id }: RTCDataChannelInit): ModelChannel {
    this.#mustBeOpen();
    if (!negotiated || id !== 0 || this.control) throw wrong('one channel, 0', 'OperationError');
    this.control = new ModelChannel(this);
    this.negotiate();
    return this.control;
  }

  addTransceiver(kind: string, { direction = 'sendrecv' }: RTCRtpTransceiverInit = {}): ModelTransceiver {
    this.#mustBeOpen();
    const transceiver = new ModelTransceiver(this, kind, direction);
    this.#transceivers.push(transceiver);
    this.negotiate();
    return transceiver;
  }

  getTransceivers = () => [...this.#transceivers];
  getReceivers = () => this.#transceivers.map(({ receiver }) => receiver);
  getSenders = () => this.#transceivers.map(({ sender }) => sender);
  /** 50 packets a second as long as there is a path. */
  getStats = async () => {
    if (this.hasMedia) this.#packets = Math.floor(performance.now() / 20);
    const mid = this.#transceivers[0]?.mid;
    const timestamp = performance.timeOrigin + performance.now();
    const row = { type: 'inbound-rtp', timestamp, mid, packetsReceived: this.#packets };
    return new Map([['microphone', row]]);
  };

  restartIce(): void {
    for (const local of [this.#currentLocal, this.#pendingLocal])
      if (local) this.#worn.add(local.gathering.ufrag);
    this.negotiate();
  }

  /** Creates a description of this type when its turn comes. */
  setLocalDescription(): Promise<void> {
    return this.#inTurn(async () => {
      await aMoment(STEP);
      if (this.signalingState === 'closed') return;
      const isAnswer = this.signalingState === 'have-remote-offer';
      const before = this.#currentLocal?.gathering;
      const latest = (isAnswer ? undefined : this.#pendingLocal?.gathering) ?? before;
      const theyRestart =
        isAnswer && this.#currentRemote && this.#currentRemote.ufrag !== this.#pendingRemote?.ufrag;
      const anew = !latest || theyRestart || this.#worn.has(latest.ufrag);
      const gathering = anew ? this.#gather() : latest;
      this.#transceivers.forEach((transceiver, index) => {
        transceiver.mid ??= `${index}`;
      });
      if (isAnswer) {
        this.#settle({ type: 'answer', gathering }, this.#pendingRemote!);
      } else {
        this.#pendingLocal = { type: 'offer', gathering };
        this.#become('have-local-offer');
      }
    });
  }

  /** A remote offer replaces one of ours (implicit rollback). */
  setRemoteDescription({ type, sdp = '' }: RTCSessionDescriptionInit): Promise<void> {
    return this.#inTurn(async () => {
      const remote = parse(type, sdp);
      const isDue =
        type === 'offer'
          ? this.signalingState !== 'have-local-pranswer'
          : this.signalingState === 'have-local-offer';
      if (!isDue) throw wrong(`${type} in ${this.signalingState}`);
      const lines = this.#transceivers.filter(({ mid }) => mid !== null).length + 1;
      const hasLines = type === 'answer' || this.#currentRemote;
      if (hasLines && remote.kinds.length !== lines) throw wrong('other m-lines', 'InvalidAccessError');
      await aMoment(STEP);
      if (this.signalingState === 'closed') return;
      for (const candidate of sdp.matchAll(/^a=candidate/gm)) if (candidate) this.#take(remote.ufrag);
      if (type === 'answer') {
        this.#settle(this.#pendingLocal!, remote);
        return;
      }
      // Our own transceivers are not those of their offer: the m-lines double.
      if (this.#pendingLocal && !this.#currentLocal) for (const one of this.#transceivers) one.mid = null;
      this.#pendingLocal = undefined;
      this.#pendingRemote = remote;
      remote.kinds.slice(0, -1).forEach((kind, index) => {
        if (this.#transceivers.some(({ mid }) => mid === `${index}`)) return;
        const transceiver = new ModelTransceiver(this, kind, 'recvonly');
        transceiver.mid = `${index}`;
        this.#transceivers.push(transceiver);
      });
      this.#become('have-remote-offer');
    });
  }

  /** Unknown credentials are rejected, as in Firefox; Chromium accepts them silently. */
  addIceCandidate({ usernameFragment }: RTCIceCandidateInit): Promise<void> {
    return this.#inTurn(async () => {
      if (!this.remoteDescription) throw wrong('no remote description');
      const known = [this.#currentRemote, this.#pendingRemote].some((one) => one?.ufrag === usernameFragment);
      if (!known) throw wrong('Unknown ufrag', 'OperationError');
      this.#take(usernameFragment!);
      this.paths.match(this);
    });
  }

  close(): void {
    if (this.signalingState === 'closed') return;
    this.signalingState = 'closed';
    this.connectionState = 'closed';
    this.#say('closed');
    if (this.control) this.control.readyState = 'closed';
    this.link?.close(this);
  }

  /** Called by the path; fires an event if the state is a new one. */
  become(state: State): void {
    if (this.connectionState === 'closed' || this.connectionState === state) return;
    this.connectionState = state;
    this.#say(state);
    fire(this, 'connectionstatechange');
    if (state === 'connected') setTimeout(() => this.control?.open(), Math.random() * STEP);
  }

  /** A change may need an offer: checked when nothing else is running. */
  negotiate(): void {
    setTimeout(() => {
      if (this.signalingState === 'closed') return;
      this.#looksLater = this.#operations.length > 0;
      if (this.#looksLater || this.signalingState !== 'stable') return;
      const slots = this.#transceivers;
      const needed =
        this.#worn.size > 0 ||
        (this.control && !this.#currentLocal) ||
        slots.some(({ direction, currentDirection }) => direction !== currentDirection);
      if (needed && !this.#isNegotiationNeeded) fire(this, 'negotiationneeded');
      this.#isNegotiationNeeded = !!needed;
    });
  }

  #take(ufrag: string): void {
    this.#say(`candidate ${ufrag}`);
    this.#theirCandidates.set(ufrag, (this.#theirCandidates.get(ufrag) ?? 0) + 1);
  }

  /** Both offer and answer exist. */
  #settle(local: Local, remote: Remote): void {
    const before = this.generation;
    this.#currentLocal = local;
    this.#currentRemote = remote;
    this.#pendingLocal = this.#pendingRemote = undefined;
    for (const one of this.#transceivers) if (one.mid !== null) one.currentDirection = one.direction;
    if (!this.#worn.has(local.gathering.ufrag)) this.#worn.clear();
    this.#isNegotiationNeeded = false;
    this.#become('stable');
    this.negotiate();
    const { generation } = this;
    if (generation === before) return;
    if (!this.link?.isUp) setTimeout(() => this.link?.isUp || this.become('connecting'));
    setTimeout(() => {
      if (generation !== this.generation || this.link?.generation === generation) return;
      this.#hopeless = generation;
      if (!this.link?.isUp) this.become('failed');
    }, CHECKED);
    this.paths.match(this);
  }

  #say(text: string): void {
    this.paths.say(`  ${this.place.name} connection ${this.#name}: ${text}`);
  }

  #become(state: RTCSignalingState): void {
    const ufrags = [this.#pendingLocal ?? this.#currentLocal].map((one) => one?.gathering.ufrag);
    this.#say(`${state} ${ufrags} ${(this.#pendingRemote ?? this.#currentRemote)?.ufrag ?? ''}`);
    if (state === this.signalingState) return;
    this.signalingState = state;
    fire(this, 'signalingstatechange');
  }

  #gather(): Gathering {
    const gathering: Gathering = { ufrag: `${this.#name}u${++last}`, candidates: [], isDone: false };
    this.#gathering = gathering;
    this.paths.own(gathering.ufrag, this);
    void this.#find(gathering);
    return gathering;
  }

  async #find(gathering: Gathering): Promise<void> {
    const isOver = () => this.signalingState === 'closed' || this.#gathering !== gathering;
    for (const port of [1, 2]) {
      await aMoment(4 * STEP);
      if (isOver()) return;
      const usernameFragment = gathering.ufrag;
      const line = `candidate:${port} 1 udp 2122260223 192.0.2.1 ${port} typ host generation 0 ufrag ${usernameFragment}`;
      const found = new RTCIceCandidate({ candidate: line, sdpMid: '0', sdpMLineIndex: 0, usernameFragment });
      gathering.candidates.push(found);
      fire(this, 'icecandidate', { candidate: found });
    }
    await aMoment(STEP);
    if (isOver()) return;
    gathering.isDone = true;
    fire(this, 'icegatheringstatechange');
    fire(this, 'icecandidate', { candidate: null });
  }

  #describe(local: Local | undefined): RTCSessionDescription | null {
    if (!local) return null;
    const { ufrag, candidates } = local.gathering;
    const kinds = [
      ...this.#transceivers.filter(({ mid }) => mid !== null).map(({ kind }) => kind),
      'application',
    ];
    const lines = [
      'v=0',
      `a=fingerprint:sha-256 ${this.#fingerprint}`,
      ...kinds.flatMap((kind, index) => [`m=${kind} 9 -`, `a=mid:${index}`, `a=ice-ufrag:${ufrag}`]),
      ...candidates.map(({ candidate }) => `a=${candidate}`),
      '',
    ];
    return { type: local.type, sdp: lines.join('\r\n') } as RTCSessionDescription;
  }

  #mustBeOpen(): void {
    if (this.signalingState === 'closed') throw wrong('the connection is closed');
  }

  /** The operations chain. A pending operation is never settled if the connection closes. */
  #inTurn(step: () => Promise<void>): Promise<void> {
    if (this.signalingState === 'closed') return Promise.reject(wrong('the connection is closed'));
    return new Promise((resolve, reject) => {
      const isOpen = () => this.signalingState !== 'closed';
      this.#operations.push(async () => {
        try {
          await step();
          if (isOpen()) resolve();
        } catch (error) {
          if (isOpen()) reject(error);
        }
        this.#operations.shift();
        if (!isOpen()) return;
        if (this.#operations[0]) void this.#operations[0]();
        else if (this.#looksLater) this.negotiate();
      });
      if (this.#operations.length === 1) void this.#operations[0]!();
    });
  }
}

function parse(type: RTCSdpType, sdp: string): Remote {
  const ufrag = /^a=ice-ufrag:(\S+)/m.exec(sdp)?.[1];
  const kinds = Array.from(sdp.matchAll(/^m=(\w+)/gm), ([, kind]) => kind!);
  if ((type !== 'offer' && type !== 'answer') || !ufrag) throw wrong('not a description', 'OperationError');
  return { type, sdp, ufrag, kinds };
}
