/** The card of waiting participants, and the buttons of a confirmation. */
import { css } from 'lit';

export const moderationStyles = css`
.knocks { display: grid; grid-template-columns: minmax(0, auto); gap: .5em; max-block-size: 45cqb; overflow: auto; padding-inline-start: 1em }
.knocks::before { content: none }
.knock { display: flex; flex-wrap: wrap; align-items: center; justify-content: space-between; gap: .3em 1em; overflow-wrap: anywhere }
.knock bdi { white-space: normal }
.answers, .choices { display: flex; flex-wrap: wrap; gap: .5em; margin-inline-start: auto }
.choices { min-inline-size: 100% }
.choices .button { flex: auto }
.answers .button { min-block-size: 36px; padding: .3em .8em; border-radius: 99px }
.menu-title { padding: .5em .8em; display: flex; min-inline-size: 0 }
.button.danger { background-color: var(--vr-danger); color: #fff }
/* Of two, the second one does more: it is less loud. */
.danger + .button.danger { border: 1px solid; background-color: #0000; color: var(--vr-red) }
`;
