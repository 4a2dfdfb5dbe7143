/**
 * A minimal TURN client (RFC 8656, RFC 8489): asks a server over UDP for an allocation, like a browser, and reports the answer.
 * As a program it takes host, port, username and credential, and prints one line: the error code, `0` for an allocation.
 */
import { createHash, createHmac, randomBytes } from 'node:crypto';
import { createSocket } from 'node:dgram';
import { pathToFileURL } from 'node:url';
import { PATIENCE } from '../support/until.js';

const COOKIE = 0x2112a442;
const ALLOCATE = 0x0003;
const [USERNAME, INTEGRITY, ERROR_CODE, REALM, NONCE, TRANSPORT] = [
  0x0006, 0x0008, 0x0009, 0x0014, 0x0015, 0x0019,
] as const;
/** The protocol number of UDP, the requested transport. */
const UDP = Buffer.from([17, 0, 0, 0]);
/** Interval of sending a request again (ms): a server that has just started, or has no time, may miss one. */
const AGAIN_EVERY = 1_000;
/** The transaction id of a message; its answer repeats it. */
const transactionOf = (message: Buffer) => message.toString('hex', 8, 20);

type Attributes = ReadonlyMap<number, Buffer>;

/** The server, and the credentials. */
export interface Asked {
  host: string;
  port: number;
  username: string;
  credential: string;
}

/** The error code of the answer; 0: there is an allocation. */
export async function allocate({ host, port, username, credential }: Asked): Promise<number> {
  const socket = createSocket('udp4');
  const ask = (message: Buffer) =>
    new Promise<Attributes>((done, fail) => {
      const send = () => socket.send(message, port, host);
      const repeated = setInterval(send, AGAIN_EVERY);
      const timer = setTimeout(() => {
        clearInterval(repeated);
        fail(new Error('the TURN server does not answer'));
      }, PATIENCE);
      socket.on('message', function hear(answer) {
        // The server answers each copy of an earlier request, too.
        if (transactionOf(answer) !== transactionOf(message)) return;
        socket.off('message', hear);
        clearInterval(repeated);
        clearTimeout(timer);
        done(attributesOf(answer));
      });
      send();
    });
  try {
    // The first request is always refused; the refusal contains the realm and nonce to sign with.
    const refusal = await ask(request([[TRANSPORT, UDP]]));
    const [realm, nonce] = [refusal.get(REALM), refusal.get(NONCE)];
    if (errorOf(refusal) !== 401 || !realm || !nonce) throw new Error('the TURN server wants no credentials');
    const signed: [number, Buffer][] = [
      [TRANSPORT, UDP],
      [USERNAME, Buffer.from(username)],
      [REALM, realm],
      [NONCE, nonce],
    ];
    const key = createHash('md5').update(`${username}:${realm}:${credential}`).digest();
    return errorOf(await ask(request(signed, key)));
  } finally {
    socket.close();
  }
}

/** A STUN message. With a key it is signed, and the length includes the 24 bytes of the signature. */
function request(attributes: readonly [type: number, value: Buffer][], key?: Buffer): Buffer {
  const body = Buffer.concat(attributes.map(([type, value]) => attribute(type, value)));
  const head = Buffer.alloc(8);
  head.writeUInt16BE(ALLOCATE, 0);
  head.writeUInt16BE(body.length + (key ? 24 : 0), 2);
  head.writeUInt32BE(COOKIE, 4);
  const message = Buffer.concat([head, randomBytes(12), body]);
  if (!key) return message;
  return Buffer.concat([message, attribute(INTEGRITY, createHmac('sha1', key).update(message).digest())]);
}

/** Type, length, value, padded to four bytes. */
function attribute(type: number, value: Buffer): Buffer {
  const head = Buffer.alloc(4);
  head.writeUInt16BE(type, 0);
  head.writeUInt16BE(value.length, 2);
  return Buffer.concat([head, value, Buffer.alloc(-value.length & 3)]);
}

function attributesOf(message: Buffer): Attributes {
  const attributes = new Map<number, Buffer>();
  for (let at = 20; at + 4 <= message.length; ) {
    const length = message.readUInt16BE(at + 2);
    attributes.set(message.readUInt16BE(at), message.subarray(at + 4, at + 4 + length));
    at += 4 + length + (-length & 3);
  }
  return attributes;
}

function errorOf(attributes: Attributes): number {
  const value = attributes.get(ERROR_CODE);
  return value ? value[2]! * 100 + value[3]! : 0;
}

if (import.meta.url === pathToFileURL(process.argv[1] ?? '').href) {
  const [host, port, username, credential] = process.argv.slice(2) as [string, string, string, string];
  console.log(await allocate({ host, port: Number(port), username, credential }));
}
