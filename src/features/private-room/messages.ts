/** The messages of a private room between two peers. Each export is a message; its name is the type. */
import { text } from '../../protocol/schema.js';

const nonce = text(22, /^[\w-]{22}$/);

/** Asks the receiver to prove the identity in their name, by signing this nonce. */
export const challenge = { nonce };

/** The answer: a public key (P-256) and a signature (ECDSA) of the nonce, both pages and both certificates of this link. */
export const proof = { nonce, key: text(87, /^[\w-]{87}$/), signature: text(86, /^[\w-]{86}$/) };
