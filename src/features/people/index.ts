/** The list of people: who is here, what each of them has on, whose hand is up, who waits. A panel, opened from a button with their number. */
import type { UiFeature } from '../../ui/feature.js';
import { peopleControlWords } from './en.js';

declare module '../../ui/context.js' {
  interface FeatureControls {
    people: true;
  }
}

const list = () => import('./ui/list.js');

/**
 * @csspart people - The list of people: a panel, or a sheet in narrow boxes.
 * @csspart people__title - Its heading.
 * @csspart people__close - The button that closes it.
 * @csspart people__list - Its content, which scrolls.
 * @csspart people__invite - The button for inviting others.
 * @csspart people__waiting - Those who wait to be let in.
 * @csspart people__hands - Those with a raised hand, in order; each a `people__hand`.
 * @csspart people__here - Everyone in the call.
 * @csspart people__count - The number in the heading of a section.
 * @csspart people__person - One person.
 * @csspart people__avatar - Their initials.
 * @csspart people__name - Their name.
 * @csspart people__connection - How good the link to them is.
 * @csspart people__actions - The button that opens the menu about them.
 * @csspart people__pin - The entry of that menu that keeps their tile large.
 * @csspart people__lower - The button that lowers our own hand.
 * @csspart people__admit - The button that lets somebody in.
 * @csspart people__refuse - The button that turns somebody away.
 */
export const people: UiFeature = {
  name: 'people',
  words: peopleControlWords,
  controls: [
    {
      name: 'people',
      order: 55,
      model: ({ state, ui, act, text }) => {
        const isOpen = ui.panel === 'people';
        const count = state.participants.length + 1;
        return {
          label: text.withDetail(text.peopleControl!, `${count}`),
          icon: 'M9 4a4 4 0 1 1 0 8 4 4 0 1 1 0-8zM1.5 20.5a7.5 7.5 0 0 1 15 0M16 4.3a4 4 0 0 1 0 7.4M19 14.5a7.5 7.5 0 0 1 3.5 6',
          count,
          look: isOpen && 'on',
          expanded: isOpen,
          press: () => act.openPanel(isOpen ? null : 'people'),
        };
      },
    },
  ],
  panel: {
    part: 'people',
    showsWaiting: true,
    label: ({ text }) => text.peopleControl!,
    load: list,
  },
  person: { isShown: () => true, load: async () => (await list()).pin },
};
