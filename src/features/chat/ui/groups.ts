/** Groups messages under one name. Pure. */
import type { Message } from '../state.js';

/** After a pause of this length the name and time are shown again (ms). */
const PAUSE = 5 * 60_000;

/** Consecutive messages from one author to the same recipients. */
export type Group = readonly [Message, ...Message[]];

const speakerOf = (one: Message) => [one.from, one.name, one.to, one.private, one.passedOnBy].join('\n');

/** Keeps the order of the list, because message times are not exact. */
export function groupsOf(messages: readonly Message[]): Group[] {
  const groups: [Message, ...Message[]][] = [];
  for (const message of messages) {
    const group = groups.at(-1);
    const last = group?.at(-1);
    const belongs = last && speakerOf(last) === speakerOf(message) && message.at - last.at < PAUSE;
    if (belongs) group!.push(message);
    else groups.push([message]);
  }
  return groups;
}
