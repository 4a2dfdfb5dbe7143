/** PeerServer as a process of its own, as people run it; it has no way to stop its timers. Tells its port, and ends with its parent. */
import type { AddressInfo } from 'node:net';
import { PeerServer } from 'peer';

process.once('disconnect', () => process.exit());
PeerServer({ port: 0 }, (server) => process.send!((server.address() as AddressInfo).port));
