/**
 * A call across the lab's network: a party, a TURN server and participants, each at a place of their own. Owns all processes of
 * one case. The cases cause the faults.
 */
import {
  cpSync,
  existsSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  rmSync,
  writeFileSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { startParty } from '../../demo/party-process.js';
import type { BrowserName } from '../support/browsers.js';
import { allMeet, Person } from '../support/person.js';
import { turnServerCommand } from '../support/turn-server.js';
import { until } from '../support/until.js';
import { openBrowser, spawnAt } from './browsers.js';
import { Network, type Place } from './network.js';
import { installProbe, type Recording } from './probe.js';
import { voice } from './voice.js';

const root = resolve(import.meta.dirname, '../..');
const FOLDER = 'vrlab-';
const PARTY_PORT = 1999;
const TURN_PORT = 3478;
/** Room for tiles of 450 lines in a call of two. */
const LARGE = { width: 800, height: 700 };
const FILM = { width: 640, height: 360 };
const CAMERA = { width: 320, height: 180, frameRate: 15 };
/** Where one of several people sends a film: four browsers have to fit into two cores, so that the others send next to nothing. */
const SMALL_FILM = { width: 320, height: 180 };
const SMALL_CAMERA = { width: 160, height: 90, frameRate: 2 };
/** Only for the lab: nothing outside of its namespaces can reach its TURN server. */
const TURN = { username: 'lab', credential: 'lab' };
/** The shared secret of party and TURN server when credentials are made per participant. */
export const TURN_SECRET = 'lab';

/** A participant of the call, and their place. */
export interface Guest extends Person {
  readonly place: Place;
}

export interface CallOptions {
  /** The participants and their browsers. */
  people: Record<string, BrowserName>;
  /** The transport for TURN; default: no TURN server. */
  turn?: 'udp' | 'tcp';
  /** The party makes credentials for each participant, instead of one pair for all. */
  minted?: boolean;
  /** Participants may use nothing else. */
  relayOnly?: boolean;
  /** Each participant is behind a symmetric NAT of their own. */
  nat?: boolean;
  /**
   * Who sends a picture that needs far more than 300 kbit/s, by name; the others send a small one, so that one machine can run all. Two
   * people have large tiles then: nobody sends more than is shown.
   */
  rich?: readonly string[];
  /** Called before anyone joins. */
  before?(call: Call): void;
}

export class Call {
  readonly network = new Network();
  readonly party = this.network.place('party');
  readonly turn = this.network.place('turn');
  readonly guests: Guest[] = [];
  readonly #folder = mkdtempSync(join(tmpdir(), FOLDER));

  /** Starts everything, and resolves when all see and hear each other. */
  static async open(options: CallOptions): Promise<Call> {
    const call = new Call();
    try {
      await call.#open(options);
      return call;
    } catch (error) {
      call.close();
      throw error;
    }
  }

  /** The recording of a participant's page so far. */
  async recording(guest: Guest): Promise<Recording> {
    return guest.tab.evaluate(() => globalThis.lab!.recording);
  }

  /** Ends everything at once, without closing properly: processes that would hang in a dead network end with its namespace. */
  close(): void {
    this.network.close();
    removeFolders();
  }

  /** The address of the TURN server. */
  get turnAddress(): { host: string; port: number } {
    return { host: this.network.address(this.turn), port: TURN_PORT };
  }

  async #open(options: CallOptions): Promise<void> {
    const { people, turn, minted, relayOnly = false, nat = false, rich = [], before } = options;
    const { network } = this;
    if (turn) await this.#startTurn(minted);
    const { host, port } = this.turnAddress;
    const urls = `turn:${host}:${port}?transport=${turn}`;
    const servers = turn && !minted ? [{ urls, ...TURN }] : [];
    const provider = minted && { VR_TURN_URLS: urls, VR_TURN_SECRET: TURN_SECRET };
    await startParty({
      port: PARTY_PORT,
      serve: this.#site(),
      persist: false,
      vars: { VR_ACCESS: 'open', VR_ICE_SERVERS: JSON.stringify(servers), ...provider },
      through: network.at(this.party),
    });
    const isLarge = rich.length > 0 && Object.keys(people).length === 2;
    const isSmall = rich.length > 0 && !isLarge;
    const origin = `http://${network.address(this.party)}:${PARTY_PORT}`;
    for (const [name, browser] of Object.entries(people)) {
      const place = network.place(name.toLowerCase(), { nat });
      const voiceFile = isSmall && rich.includes(name) ? this.#voice() : undefined;
      const seat = {
        name: place.name,
        at: network.at(place),
        origin,
        folder: this.#folder,
        voice: voiceFile,
      };
      const driver = await openBrowser(browser, seat);
      this.guests.push(Object.assign(new Person(name, await driver.newTab()), { place }));
    }
    before?.(this);
    for (const guest of this.guests) {
      if (isLarge) await guest.tab.page.setViewport(LARGE);
      await guest.tab.open(`${origin}/`);
      const options = {
        name: guest.name,
        film: rich.includes(guest.name) ? (isLarge ? FILM : SMALL_FILM) : undefined,
        height: isLarge ? 480 : isSmall ? 360 : undefined,
        relayOnly,
        camera: isSmall ? SMALL_CAMERA : CAMERA,
      };
      await guest.tab.evaluate(installProbe, options);
      await guest.join();
    }
    await allMeet(this.guests);
  }

  #voice(): string {
    const file = join(this.#folder, 'voice.wav');
    writeFileSync(file, voice());
    return file;
  }

  /** The files that the party serves: the script as shipped, and the lab's page. */
  #site(): string {
    const site = join(this.#folder, 'site');
    mkdirSync(site);
    const dist = join(root, 'dist');
    if (!existsSync(join(dist, 'video-room.js'))) throw new Error('There is no build. Run: npm run build');
    for (const part of ['video-room.js', 'chunks'])
      cpSync(join(dist, part), join(site, part), { recursive: true });
    cpSync(join(import.meta.dirname, 'page.html'), join(site, 'index.html'));
    return site;
  }

  async #startTurn(minted = false): Promise<void> {
    const address = this.network.address(this.turn);
    const options = {
      host: address,
      port: TURN_PORT,
      folder: this.#folder,
      secret: minted ? TURN_SECRET : TURN,
    };
    const server = spawnAt(this.network.at(this.turn), turnServerCommand(options));
    server.stdout!.resume();
    // Its output is buffered and comes late; the kernel knows at once which ports are open in its namespace.
    const port = `:${TURN_PORT.toString(16).toUpperCase().padStart(4, '0')} `;
    const listens = () => readFileSync(`/proc/${server.pid}/net/udp`, 'utf8').includes(port);
    await until(listens, 'for the TURN server to listen');
  }
}

/** Removes the folders of this run and of any that was killed. */
export function removeFolders(): void {
  for (const name of readdirSync(tmpdir()).filter((name) => name.startsWith(FOLDER)))
    rmSync(join(tmpdir(), name), { recursive: true, force: true });
}
