/**
 * One tile: a camera or a shared screen, the participant's name and state. The grid decides its position. Each participant has
 * exactly one camera tile, which also plays their sound; the pictures themselves are muted.
 */

import { html, nothing, type TemplateResult } from 'lit';
import { live } from 'lit/directives/live.js';
import type { Participant } from '../../room/state.js';
import type { UiContext } from '../context.js';
import { icon } from '../icons.js';
import { later } from '../later.js';
import { PIN, SIGNAL } from '../more-icons.js';
import { avatar, hueOf, nameOf } from './avatar.js';
import { fitsTile } from './fits-tile.js';
import { picture } from './picture.js';

/** What a tile shows. */
export interface Tile {
  /** Stays the same as long as the tile exists, so that its `<video>` is kept. */
  readonly key: string;
  readonly participant: Participant;
  readonly source: 'camera' | 'screen';
  readonly isSelf: boolean;
}

/** `name`: also its class; without a name it is a spinner. */
function chip(name: 'hand' | 'shield' | 'signal' | null, label: string): TemplateResult {
  return html`<span class="pill ${name}" part="tile__chip"
    >${name ? icon(name === 'signal' ? SIGNAL : name, name === 'shield') : html`<i class="spinner"></i>`}<bdi class=${name === 'hand' ? 'hidden' : nothing}>${label}</bdi></span
  >`;
}

/** The most important facts about a participant; at most two at a time. */
function chips({ participant, isSelf }: Tile, { text }: UiContext): unknown[] {
  const { link, quality, hand, verification } = participant;
  return [
    hand ? chip('hand', text.handUp) : nothing,
    verification === 'unverified'
      ? chip('shield', text.safety.unverified)
      : !isSelf && link !== 'live'
        ? chip(link === 'unreachable' ? 'signal' : null, text.link[link])
        : quality === 'poor'
          ? chip('signal', text.poor)
          : nothing,
  ];
}

function pinButton({ participant }: Tile, name: string, { room, state, text }: UiContext): TemplateResult {
  const isPinned = state.pinned.includes(participant.id);
  const label = isPinned ? text.unpin(name) : text.pin(name);
  return html`<button
    type="button"
    class="pin ${isPinned ? 'pinned' : ''}"
    part="tile__pin"
    aria-label=${label}
    title=${label}
    @click=${() => room.pin(participant.id, !isPinned)}
  >${icon(PIN)}</button>`;
}

/** Opens the menu about a participant, to which features add. */
function menuButton({ participant }: Tile, name: string, context: UiContext): unknown {
  const { features, ui, act, text } = context;
  if (!features.some(({ person }) => person?.isShown(context, participant))) return nothing;
  return html`<button
    type="button"
    class="pin act"
    part="tile__actions"
    aria-haspopup="dialog"
    aria-expanded=${!!ui.menu?.endsWith(` ${participant.id}`)}
    aria-label=${text.actionsFor(name)}
    title=${text.actionsFor(name)}
    @click=${() => act.openMenu(`person ${participant.id}`)}
  >${icon('more')}</button>`;
}

/** Where a tile is. */
export interface Place {
  /** Its inline style. */
  readonly style: string;
  /** Its width divided by its height. */
  readonly ratio: number;
}

export function renderTile(tile: Tile, place: Place, context: UiContext): TemplateResult {
  const { participant, source, isSelf } = tile;
  const { streams } = participant;
  const { text } = context;
  const isScreen = source === 'screen';
  const person = isSelf ? text.you : nameOf(participant, text);
  const name = isScreen ? (isSelf ? text.yourScreen : text.screenOf(person)) : person;
  // Frames may arrive before the first presence: show them over the avatar as they come. Nothing comes while we want only sound, and the
  // last picture would stay.
  const showsVideo =
    (isSelf || context.state.dataSaver !== 'audio-only') &&
    (isScreen || ['on', 'unknown', 'starting'].includes(participant.camera));
  const isMuted =
    !isScreen && (participant.muted || ['off', 'blocked', 'lost'].includes(participant.microphone));
  const volume = context.ui.volumes?.[participant.id] ?? 1;
  const isSpeaking = participant.speaking && !isScreen && !isMuted;
  const look = [
    isScreen ? 'screen' : 'person',
    isSelf && 'self',
    isSpeaking && 'speaking',
    !isSelf && participant.link !== 'live' && 'weak',
  ]
    .filter(Boolean)
    .join(' ');

  return html`<div
    class="tile ${look} ${isSelf && !isScreen && !context.ui.unmirrored ? 'mirrored' : ''}"
    part="tile ${look}"
    role="group"
    data-participant=${isSelf ? nothing : participant.id}
    data-source=${source}
    aria-label=${name}
    .style=${`${place.style}--hue:${hueOf(participant.id)}`}
  >
    ${isScreen && showsVideo ? nothing : avatar(participant.id, nameOf(participant, text))}
    ${picture('tile__video', showsVideo, streams[source], fitsTile(place.ratio))}
    ${
      isScreen || isSelf
        ? nothing
        : [streams.microphone, participant.screenAudio === 'on' && streams.screenAudio].map((stream) =>
            stream
              ? html`<audio autoplay .volume=${volume} .muted=${!volume} .srcObject=${live(stream)}></audio>`
              : nothing,
          )
    }
    ${context.features.map((feature) => {
      const layer = isScreen ? (isSelf ? undefined : feature.screen) : feature.tile;
      return layer?.isShown(context, participant)
        ? html`<div ${later(({ render }) => render(context, participant), '', layer.load)}></div>`
        : nothing;
    })}
    <div class="chips">${isScreen ? nothing : chips(tile, context)}</div>
    <div class="name">
      <span class="pill" part="tile__name"
        >${isMuted ? html`<span role="img" class=${participant.muted ? 'barred' : nothing} aria-label=${participant.muted ? text.barred : text.muted} title=${participant.muted ? text.barred : nothing}>${icon('microphone', true)}</span>` : nothing}${
          isScreen ? icon('screen') : nothing
        }<bdi>${name}</bdi></span
      >
    </div>
    ${context.state.participants.length && !isSelf ? pinButton(tile, person, context) : nothing}
    ${isScreen || isSelf ? nothing : menuButton(tile, person, context)}
  </div>`;
}
