/** Sends and receives waves. */
import type { PeerMessage } from '../../../src/protocol/peer-messages.js';
import type { FeatureContext, FeatureController } from '../../../src/room/feature.js';

export class Waves implements FeatureController {
  constructor(readonly context: FeatureContext) {}

  wave(greeting: string): void {
    this.context.tell({ type: 'wave', greeting });
  }

  received(from: string, message: PeerMessage): void {
    if (message.type !== 'wave') return;
    this.context.apply((state) => ({ ...state, wavedBy: from }));
    this.context.emit('wave-received', { from, greeting: message.greeting });
  }
}
