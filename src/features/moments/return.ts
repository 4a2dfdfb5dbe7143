/** Notices that we were away during a call and are back. Loaded some seconds after joining. */
import type { BackgroundContext } from '../../ui/feature.js';

/** After a sleep of this length (ms) the others have seen us lose the connection. */
const SLEPT = 20_000;
/** The page has noticed by then whether its connections have survived (ms). */
const SETTLED = 3_000;
/** How long the notice is shown (ms). */
const NEWS_FOR = 12_000;

export function announceReturn({
  room,
  access,
  page,
  signal,
}: Pick<BackgroundContext, 'room' | 'access' | 'page' | 'signal'>): void {
  /** We were away, and this was not said yet. */
  let wasAway = false;

  const isBack = () => room.state.phase === 'joined' && room.state.signaling === 'connected';
  const check = () => {
    if (!wasAway || !isBack() || signal.aborted) return;
    wasAway = false;
    access.show({ isBack: true });
    access.after(NEWS_FOR, pass);
  };
  const pass = () => {
    // People may need more time to read it.
    if (access.isHeld) access.after(NEWS_FOR, pass);
    else access.show({ isBack: false });
  };

  room.subscribe((next, previous) => {
    // The others have removed us meanwhile, and we join anew.
    if (previous.phase === 'joined' && next.phase === 'joining') wasAway = true;
    if (next.phase !== previous.phase || next.signaling !== previous.signaling) check();
  }, signal);
  page.addEventListener(
    'wake',
    (event) => {
      if ((event as CustomEvent<number>).detail < SLEPT) return;
      access.after(SETTLED, () => {
        wasAway ||= !access.ui.isBack;
        check();
      });
    },
    { signal },
  );
}
