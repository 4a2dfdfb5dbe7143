/**
 * Whether the calls of an element have a secret, and whether the page may have misspelled a protection. Loads the code that reads both
 * (`extras/secret.ts`, `extras/misspellings.ts`): no session starts before that.
 */
import type { PropertyDeclarations } from 'lit';
import type { RoomErrorCode } from '../../protocol/errors.js';
import type { Phase } from '../../room/state.js';
import type { Log } from '../../shared/log.js';
import type { SecretSource } from '../extras/secret.js';

/** The part of the element that is read here. */
export interface SecrecyHost extends HTMLElement {
  readonly secretFrom: string;
  readonly secret?: string | undefined;
  readonly state: Phase;
  requestUpdate(): void;
}

/** The first letters of names that may be misspelled. */
const SUSPECT =
  /^\W*(secret|encrypt|e2ee|pass|relay|force|turn|ice|audio|start|display|without|share|gettoken|stream)/i;

/** The attribute of each property; null where a property has none. */
export type AttributeNames = ReadonlyMap<string, string | null>;

/** Reads them from Lit's declarations, which name an attribute or say `false`. */
export const attributeNames = (declarations: PropertyDeclarations): AttributeNames =>
  new Map(
    Object.entries(declarations).map(([property, { attribute = property }]) => [
      property,
      (attribute || null) as string | null,
    ]),
  );

export class Secrecy {
  /**
   * `undefined`: there is no secret. `null`: its code cannot be loaded, so there is no call. That is final, because some browsers
   * do not load a failed module again (https://github.com/whatwg/html/issues/6768), and after a deployment only a new page knows
   * its address.
   */
  source: SecretSource | null | undefined;
  /** The pending load of that code. */
  coming: Promise<void> | undefined;
  /** The page has asked for a secret. */
  #isAsked = false;

  constructor(
    readonly host: SecrecyHost,
    readonly attributes: AttributeNames,
    readonly log: () => Log,
  ) {}

  get problem(): RoomErrorCode | null {
    return this.source === null ? 'server-unreachable' : (this.source?.problem ?? null);
  }

  /**
   * Whether the code is being loaded, even if it is no longer needed: until then no call starts, and no call without a secret
   * continues.
   */
  isComing(): boolean {
    if (this.source !== undefined) return false;
    this.#isAsked ||= !!this.host.secretFrom;
    if (this.#isAsked || this.#hasSuspect())
      this.coming ??= import('../extras/secret.js')
        .then(({ SecretSource }) => new SecretSource(this.host, this.attributes, this.#isAsked, this.log))
        .catch(() => null)
        .then((source) => {
          this.source = source;
          this.host.requestUpdate();
        });
    return !!this.coming;
  }

  /** Whether to read the secret again although no property has changed. */
  isDue(): boolean {
    return !!this.source?.isDue(this.host.state);
  }

  /** Reads the secret of the page at `place`; `true`: a new secret was rejected. */
  read(place: string): boolean {
    return !!this.source?.read(place);
  }

  /** Whether a name on the tag is unknown and may be a misspelling. */
  #hasSuspect(): boolean {
    const { host, attributes } = this;
    const known = [...attributes.values()];
    if (host.getAttributeNames().some((name) => SUSPECT.test(name) && !known.includes(name))) return true;
    // Own properties were set before the tag was registered. For the lower-case names of frameworks the element has accessors.
    const names = [...Object.keys(host), ...[...attributes.keys()].map((name) => name.toLowerCase())];
    const isSet = (name: string) =>
      !attributes.has(name) && (host[name as keyof SecrecyHost] ?? null) !== null;
    if (names.some((name) => SUSPECT.test(name) && isSet(name))) return true;
    // `secret` without `secret-from` protects nothing.
    return !!host.secret && !host.secretFrom;
  }
}
