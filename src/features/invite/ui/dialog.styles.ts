/** The dialog for inviting others: the QR code below the link, or beside it in low boxes, where the dialog is wider. */
import { css } from 'lit';

export const inviteStyles = css`
.invite { display: flex; flex-direction: column; gap: 12px }
.invite__link { display: grid; grid-template-columns: minmax(0, 1fr); align-content: center; gap: 8px; flex: 1; min-inline-size: 0 }
.invite .link { max-inline-size: none; text-overflow: ellipsis }
.invite__ways { display: flex; flex-wrap: wrap; gap: 8px }
.invite__ways .button { flex: 1 1 auto; padding-inline: .8em 1em; line-height: 1.2 }
.qr { inline-size: min(12em, 100%); block-size: auto; margin-inline: auto; border-radius: 10px; background: #fff; fill: #000; stroke: none; shape-rendering: crispEdges; forced-color-adjust: none }
@container vr (max-height: 300px) { .invite__link > span:not([role]) { display: none } }
@container vr (min-width: 460px) and (max-height: 480px) {
  .popover__body:has(.invite) { inline-size: min(36em, 100cqi - 16px) }
  .invite { flex-direction: row-reverse; align-items: center }
  .qr { inline-size: 10.5em; margin: 0 }
}
`;
