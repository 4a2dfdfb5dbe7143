/** What a `Room` is told from outside, and the platform it runs on. */

/** How to reach a room and how to start in it. */
export interface RoomOptions {
  /** Name of the room; 1 to 64 of `a-z 0-9 _ -` after lower-casing. */
  room: string;
  /** Origin or host of the party, such as `https://rtc.example` or `rtc.example`. A bare `localhost` host is dialled without TLS. */
  server: string;
  /** Name of the party; default `main`. */
  party?: string;
  /** How others see us. */
  displayName?: string;
  /** Token for the party; used at the next dial. */
  token?: string;
  /** Asked before every dial; wins over `token`. */
  getToken?: () => Promise<string>;
  /**
   * Seals everything that the party passes on; at least 22 characters of base64url, see `createSecret()`. A function is asked once, when
   * the lobby is first used, and waited for. Cannot be changed: another secret needs a new `Room`.
   */
  secret?: string | (() => string | Promise<string>);
  /** Start muted; default `false`. */
  startAudioOff?: boolean;
  /** Start with the camera off; default `false`. */
  startVideoOff?: boolean;
  /** Never ask for a camera; default `false`. */
  audioOnly?: boolean;
  /** The host's own stream instead of devices: its first audio and video track are sent, and never stopped by us. */
  stream?: MediaStream | null;
  /**
   * ICE servers instead of those the party hands out. Those that browsers do not take are left out, with a warning. A function may also
   * give the answer of a TURN provider as it came; while it does not answer within 5 s, or fails, those of the party are used.
   */
  iceServers?: RTCIceServer[] | (() => RTCIceServer[] | Promise<RTCIceServer[]>);
  /** Only use TURN, so that no participant learns our address; default `false`. */
  relayOnly?: boolean;
  /** Remember name and devices in this browser; default `false`. */
  remember?: boolean;
}
