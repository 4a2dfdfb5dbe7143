/** PeerServer in a process of its own, as usual; its timers cannot be stopped. Prints its port, and ends with its parent. */
import type { AddressInfo } from 'node:net';
import { PeerServer } from 'peer';

process.once('disconnect', () => process.exit());
PeerServer({ port: 0 }, (server) => process.send!((server.address() as AddressInfo).port));
