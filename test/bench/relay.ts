/**
 * The minimal signaling server: it tells a newcomer who is in the room, and passes messages on. Bare connections use it, so that
 * only the browser's own work is measured.
 */
import { randomUUID } from 'node:crypto';
import { once } from 'node:events';
import type { AddressInfo } from 'node:net';
import { type WebSocket, WebSocketServer } from 'ws';

export interface Relay {
  readonly port: number;
  close(): Promise<void>;
}

/** Starts it on a free port; the path of a socket is the name of its room. */
export async function startRelay(): Promise<Relay> {
  const rooms = new Map<string, Map<string, WebSocket>>();
  const server = new WebSocketServer({ port: 0 });
  server.on('connection', (socket, { url = '/' }) => {
    const room = rooms.get(url) ?? new Map<string, WebSocket>();
    rooms.set(url, room);
    const id = randomUUID();
    socket.send(JSON.stringify({ present: [...room.keys()] }));
    room.set(id, socket);
    socket.on('message', (data) => {
      const { to, ...message } = JSON.parse(String(data));
      room.get(to)?.send(JSON.stringify({ ...message, from: id }));
    });
    socket.on('close', () => room.delete(id));
  });
  await once(server, 'listening');
  return {
    port: (server.address() as AddressInfo).port,
    close: () =>
      new Promise((done) => {
        for (const socket of server.clients) socket.terminate();
        server.close(() => done());
      }),
  };
}
