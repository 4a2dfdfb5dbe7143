/**
 * Finds misspelled attributes and properties: server-rendered JSX, and React before 19, turn `secretFrom` into the attribute `secretfrom`.
 * Owns the name that the page meant, and which misspellings would leave a call unprotected. Loaded if the tag may have one
 * (`controllers/secrecy.ts`), before any session.
 */
import type { Log } from '../../shared/log.js';
import type { AttributeNames, SecrecyHost } from '../controllers/secrecy.js';

/** A name on the tag that asks for a protection but that the element does not read, and the name to write instead. */
export class Misspelling extends Error {
  constructor(
    readonly given: string,
    readonly instead: string,
  ) {
    super(`${given} is not read: write ${instead}`);
  }
}

/**
 * The properties that protect people (no one else can hear, see or find them), by the first letters and digits of names for them. If the
 * page asks for one of them with a wrong name, there is no call.
 */
const PROTECTIONS: Record<string, string> = {
  secret: 'secretFrom',
  encrypt: 'secretFrom',
  e2ee: 'secretFrom',
  pass: 'secretFrom',
  relay: 'relayOnly',
  forcerelay: 'relayOnly',
  turnonly: 'relayOnly',
  icetransport: 'relayOnly',
  audioonly: 'audioOnly',
  startaudio: 'startAudioOff',
  startvideo: 'startVideoOff',
};

/** The letters and digits of a name, in lower case. */
const lettersOf = (name: string) => name.toLowerCase().replace(/[^a-z0-9]/g, '');

/** By the HTML standard these attributes belong to the page. */
const isOfPage = (name: string) => name.startsWith('data-') || name.startsWith('aria-');

/** Whether a value switches something on. React 18 writes "false" for false. */
const isAsked = (value: unknown) => ![undefined, null, false, 'false'].includes(value as null);

export class SpellingCheck {
  readonly #told = new Set<string>();
  readonly #properties: readonly string[];

  constructor(
    readonly element: SecrecyHost,
    readonly attributes: AttributeNames,
    readonly log: () => Log,
  ) {
    this.#properties = [...attributes.keys()];
  }

  /** Logs each misspelled name once. Returns the first one that would leave the call unprotected. */
  check(): Misspelling | undefined {
    let first: Misspelling | undefined;
    for (const [given, value, isAttribute] of this.#strayNames()) {
      const property = this.#meant(given);
      if (!property || !isAsked(value)) continue;
      const attribute = this.attributes.get(property);
      const instead = isAttribute ? (attribute ?? `the property ${property}`) : property;
      const isProtection = Object.values(PROTECTIONS).includes(property);
      const isLacking = isProtection && !this.element[property as keyof SecrecyHost];
      this.#tell(given, instead, isLacking);
      if (isLacking) first ??= new Misspelling(given, instead);
    }
    return first;
  }

  /** Each unknown name on the tag, with its value. */
  *#strayNames(): Iterable<[name: string, value: unknown, isAttribute: boolean]> {
    const { element } = this;
    const known = [...this.attributes.values()];
    for (const { name, value } of element.attributes)
      if (!known.includes(name) && !isOfPage(name)) yield [name, value, true];
    // The element itself has no such own properties. Properties that were set before the tag was registered are here.
    for (const [name, value] of Object.entries(element)) yield [name, value, false];
    // The element has accessors for the lower-case names, so that it learns about changes.
    for (const name of this.#properties.map((property) => property.toLowerCase()))
      if (!this.#properties.includes(name)) yield [name, element[name as keyof SecrecyHost], false];
    // `secret` without `secret-from` protects nothing.
    if (!element.secretFrom) yield ['secret', element.secret, false];
  }

  /** The property that the page meant, if any. */
  #meant(name: string): string | undefined {
    if (name === 'secret' && this.element.secretFrom) return name;
    const letters = lettersOf(name);
    const begins = Object.keys(PROTECTIONS).find((begin) => letters.startsWith(begin));
    if (begins) return PROTECTIONS[begins];
    return this.#properties.find((property) => property.toLowerCase() === letters);
  }

  #tell(given: string, instead: string, isLacking: boolean): void {
    if (this.#told.has(given)) return;
    this.#told.add(given);
    const facts = { attribute: given, instead };
    if (isLacking) this.log().error('no call: what should protect it is misspelled', facts);
    else this.log().warn('a misspelled attribute is not read', facts);
  }
}
