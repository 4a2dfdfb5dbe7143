import { expect } from 'chai';
import { hearSpeakers } from '../../src/features/active-speaker/controller.js';
import * as reducers from '../../src/room/call-reducers.js';
import type { RoomState } from '../../src/room/state.js';

/** A session of two people whose time passes in steps, and whose microphone has a level. */
function session({ microphone = 'on' as const, answers = true } = {}) {
  const stop = new AbortController();
  let now = 0;
  let level = 0;
  let asked = 0;
  const due: { at: number; work: () => void }[] = [];
  let state = {
    phase: 'joined',
    participants: [{ id: 'ben' }],
    self: { microphone, muted: false, speaking: false },
  } as unknown as RoomState;
  const context = {
    state: () => state,
    apply: (change: (before: RoomState) => RoomState) => {
      state = change(state);
    },
    signal: stop.signal,
    mesh: {
      sentLevel: () => {
        asked += 1;
        return answers ? Promise.resolve(level) : new Promise<undefined>(() => {});
      },
    },
    media: { level: () => 0 },
  };
  const wait = (work: () => void, milliseconds: number) => due.push({ at: now + milliseconds, work });
  return {
    start: () => hearSpeakers(context, wait, () => now),
    stop: () => stop.abort(),
    change: (self: Partial<RoomState['self']>) => {
      state = reducers.selfChanged(state, self);
    },
    hear: (next: number) => {
      level = next;
    },
    answer: (next: boolean) => {
      answers = next;
    },
    /** Lets time pass, in steps in which every answer arrives. */
    pass: async (milliseconds: number) => {
      for (const end = now + milliseconds; now < end; now += 10) {
        for (const one of due.filter(({ at }) => at <= now)) {
          due.splice(due.indexOf(one), 1);
          one.work();
        }
        await Promise.resolve().then(() => new Promise<void>((done) => queueMicrotask(done)));
        await new Promise((done) => done(undefined));
      }
    },
    isSpeaking: () => state.self.speaking,
    questions: () => asked,
    timers: () => due.length,
  };
}

describe('Speech detection', () => {
  it('never starts for a session that ended before its code was loaded, and ends with its session', async () => {
    const ended = session();
    ended.stop();
    ended.start();
    expect([ended.questions(), ended.timers()]).to.deep.equal([0, 0]);
    const other = session();
    other.start();
    await other.pass(1_000);
    other.stop();
    const before = other.questions();
    await other.pass(1_000);
    expect([other.questions(), other.timers()]).to.deep.equal([before, 0]);
  });

  it('asks at most four times a second in silence, and notices the first word within 310 ms', async () => {
    const { start, pass, hear, isSpeaking, questions } = session();
    start();
    await pass(10_000);
    expect(questions()).to.be.at.most(40);
    for (const offset of [0, 70, 140, 210, 280]) {
      await pass(1_000 + offset);
      expect(isSpeaking()).to.equal(false);
      hear(0.2);
      await pass(310);
      expect(isSpeaking()).to.equal(true);
      hear(0);
    }
  });

  it('asks nothing while our microphone is off, and stops at once to call us the speaker', async () => {
    const { start, pass, hear, change, isSpeaking, questions } = session();
    start();
    hear(0.2);
    await pass(400);
    expect(isSpeaking()).to.equal(true);
    change({ microphone: 'off' });
    await pass(210);
    expect(isSpeaking()).to.equal(false);
    const before = questions();
    await pass(5_000);
    expect(questions()).to.equal(before);
  });

  it('goes on after a question that is never answered', async () => {
    const { start, pass, hear, answer, isSpeaking } = session({ answers: false });
    start();
    await pass(1_000);
    answer(true);
    hear(0.2);
    await pass(3_000);
    expect(isSpeaking()).to.equal(true);
  });
});
