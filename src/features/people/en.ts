/** The words of the list of people in English; `ui/en-list.ts` has those of the list itself. */
export const peopleControlWords = {
  peopleControl: 'People',
};

/** The words of the button in one language. */
export type PeopleControlWords = typeof peopleControlWords;

declare module '../../locale/words.js' {
  interface FeatureWords extends PeopleControlWords {}
}
