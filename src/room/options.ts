/** The options of a `Room`. */

/** Which room to join, how to reach it, and how to start. */
export interface RoomOptions {
  /** Name of the room: 1 to 64 characters of `a-z 0-9 _ -` after lower-casing. */
  room: string;
  /** Origin or host of the party, such as `https://rtc.example` or `rtc.example`. A bare `localhost` host is dialed without TLS. */
  server: string;
  /** Name of the party; default `main`. */
  party?: string | undefined;
  /** Our name for the others. */
  displayName?: string | undefined;
  /** Access token for the party; used at the next dial. */
  token?: string | undefined;
  /** Called before every dial for a token; takes precedence over `token`. */
  getToken?: (() => Promise<string>) | undefined;
  /**
   * Enables end-to-end encryption of everything that the party relays. At least 22 characters of base64url, see `createSecret()`.
   * A function is called once, when the lobby is first used, and awaited. A secret cannot be changed: another one needs a new
   * `Room`.
   */
  secret?: string | (() => string | Promise<string>) | undefined;
  /** Start muted; default `false`. */
  startAudioOff?: boolean | undefined;
  /** Start with the camera off; default `false`. */
  startVideoOff?: boolean | undefined;
  /** Never ask for a camera; default `false`. */
  audioOnly?: boolean | undefined;
  /** The host page's own stream instead of devices: its first audio and video tracks are sent, and never stopped by us. */
  stream?: MediaStream | null | undefined;
  /**
   * ICE servers to use instead of the party's. Servers that browsers reject are ignored, with a warning. A function may also
   * return a TURN provider's response as it is. While it fails, or does not answer within 5 s, the party's servers are used.
   */
  iceServers?: RTCIceServer[] | (() => RTCIceServer[] | Promise<RTCIceServer[]>) | undefined;
  /** Use only TURN, so that no participant learns our IP address; default `false`. */
  relayOnly?: boolean | undefined;
  /**
   * The most that we send to all others together, in kbit/s: sound, camera and screen. Sound comes first. Default: what the network
   * carries.
   */
  maxBitrate?: number | undefined;
  /**
   * `shared`: encode the camera once for several others, where the browser can (Chromium); read when the call begins. Default:
   * `per-link`, an encoder for each.
   */
  encode?: 'per-link' | 'shared' | undefined;
  /** Remember name, devices and settings in this browser; default `false`. */
  remember?: boolean | undefined;
}
