/** Which browser this is, to say where it keeps its permissions. For sentences only: no code behaves differently because of it. */
import type { BrowserName } from '../../locale/en-sentences.js';

export type Agent = Pick<Navigator, 'userAgent' | 'maxTouchPoints'>;

export function browserName({ userAgent, maxTouchPoints }: Agent): BrowserName {
  const says = (name: string) => userAgent.includes(name);
  // An iPad says that it is a Macintosh, but no Macintosh has a touch screen.
  if (['iPhone', 'iPad', 'iPod'].some(says) || (says('Macintosh') && maxTouchPoints > 1)) return 'ios';
  if (says('Android')) return 'android';
  if (says('Firefox/')) return 'firefox';
  // Edge also says Chrome, and both also say Safari.
  if (says('Edg/')) return 'edge';
  if (says('Chrome/')) return 'chrome';
  return says('Safari/') ? 'safari' : 'other';
}
