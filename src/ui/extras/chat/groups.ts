/** Which messages stand together under one name. Pure. */
import type { Message } from '../../../room/state.js';

/** After a pause of this length the name and the time are said again, in milliseconds. */
const PAUSE = 5 * 60_000;

/** What one person wrote in one go, to the same people. */
export type Group = readonly [Message, ...Message[]];

const speakerOf = (one: Message) => [one.from, one.name, one.to, one.private, one.passedOnBy].join('\n');

/** Nothing is as good as a message's place in the list, so the order is kept. */
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
