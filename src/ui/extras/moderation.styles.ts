/** Who waits, in one card; and the choices of a question. */
import { css } from 'lit';

export const moderationStyles = css`
.knocks { display: grid; gap: .5em; max-block-size: 45cqb; overflow: auto }
.knock { display: flex; flex-wrap: wrap; align-items: center; justify-content: space-between; gap: .3em 1.2em; min-inline-size: 0 }
.answers, .choices { display: flex; flex-wrap: wrap; gap: .5em; justify-content: end }
.answers .button { min-block-size: 36px; padding: .3em .8em; border-radius: 99px }
.menu-title { padding: .5em .8em; display: flex; min-inline-size: 0 }
.button.danger { background-color: var(--vr-danger); color: #fff }
`;
