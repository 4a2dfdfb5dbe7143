/** A bare relay on `ws`: the baseline of the party on Node. Takes `--port`, as the party does. */
import type { AddressInfo } from 'node:net';
import { parseArgs } from 'node:util';
import { type WebSocket, WebSocketServer } from 'ws';
import { BareRoom } from './party-bare-room.js';

const { values } = parseArgs({ options: { port: { type: 'string' } }, strict: false });
const rooms = new Map<string, BareRoom<WebSocket>>();
const server = new WebSocketServer({ port: Number(values.port), perMessageDeflate: false });
server.on('connection', (socket, { url = '' }) => {
  const room = rooms.get(url) ?? new BareRoom<WebSocket>();
  rooms.set(url, room);
  socket.on('message', (data) => room.message(socket, String(data)));
  socket.on('close', () => room.close(socket));
});
server.once('listening', () =>
  console.log(`Ready on http://localhost:${(server.address() as AddressInfo).port}`),
);
