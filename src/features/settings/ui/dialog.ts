/** The settings dialog, in the lobby and in the call. Every change applies at once. Loaded when first opened. */
import { type CSSResult, html, nothing, type TemplateResult } from 'lit';
import { live } from 'lit/directives/live.js';
import { complete } from '../../../locale/complete.js';
import { LANGUAGES } from '../../../locale/languages.js';
import { registeredTags } from '../../../locale/registry.js';
import { cleanName } from '../../../protocol/name.js';
import type { DataSaver, DeviceKind } from '../../../room/state.js';
import type { UiContext } from '../../../ui/context.js';
import { isComposed } from '../../../ui/controllers/typing.js';
import { renderSafetyMark } from '../../../ui/controls/safety-mark.js';
import { dialog, popoverStyles } from '../../../ui/extras/menus.js';
import { deviceSentence, sentencesOf } from '../../../ui/extras/problems.js';
import { hasSoundEffects } from '../../../ui/extras/sound-effects.js';
import { mayUse } from '../../../ui/feature.js';
import { settingsDialogWords } from './en-dialog.js';
import { showLevel } from './level.js';
import { settingsStyles } from './settings.styles.js';
import { playTestSound } from './speaker-test.js';

export const styles: CSSResult[] = [popoverStyles, settingsStyles];

const wordsOf = (context: UiContext) => complete(settingsDialogWords, sentencesOf(context));

const chosenIn = ({ currentTarget }: Event) => (currentTarget as HTMLSelectElement).value;

/** A picker for the devices of one kind; nothing where there is none. `isFirst`: it gets the focus when the dialog opens. */
function renderPicker(
  kind: DeviceKind,
  context: UiContext,
  isFirst: boolean,
): TemplateResult | typeof nothing {
  const { room, state } = context;
  const text = wordsOf(context);
  const devices = state.devices.list[kind];
  const selected = state.devices.selected[kind];
  const name = kind === 'speaker' ? text.speaker : text[kind].name;
  if (!devices.length) return nothing;
  return html`<label class="field" part="field"
    ><span>${name}</span
    ><select part="field__select" ?autofocus=${isFirst} @change=${(event: Event) => void room.setDevice(kind, chosenIn(event))}>
      ${devices.map(
        // Browsers hide labels until a device was allowed.
        ({ id, label }, index) =>
          html`<option value=${id} .selected=${live(id === selected)}>${label || `${name} ${index + 1}`}</option>`,
      )}
    </select></label
  >`;
}

function renderChoice<T extends string>(
  label: string,
  choices: readonly (readonly [value: T, label: string, lang?: string])[],
  chosen: string,
  choose: (value: T) => void,
): TemplateResult {
  return html`<label class="field" part="field"
    ><span>${label}</span
    ><select part="field__select" @change=${(event: Event) => choose(chosenIn(event) as T)}>
      ${choices.map(
        ([value, label, lang]) =>
          html`<option value=${value} lang=${lang ?? nothing} .selected=${live(value === chosen)}>${label}</option>`,
      )}
    </select></label
  >`;
}

const renderSwitch = (label: string, isOn: boolean, change: (isOn: boolean) => void): TemplateResult =>
  html`<label class="switch" part="switch"
    ><span>${label}</span
    ><input
      type="checkbox"
      role="switch"
      .checked=${live(isOn)}
      @change=${({ currentTarget }: Event) => change((currentTarget as HTMLInputElement).checked)}
  /></label>`;

const renderGroup = (title: string, content: unknown): TemplateResult =>
  html`<div class="settings__group" role="group" aria-label=${title}><b role="heading" aria-level="3">${title}</b>${content}</div>`;

/** What the browser or the system can do to the picture of this camera. */
function offersBlur({ state }: UiContext): boolean {
  const track = state.self.streams.camera?.getVideoTracks()[0];
  // Not part of TypeScript's types yet: both values where we may choose.
  const capabilities = track?.getCapabilities?.() as { backgroundBlur?: boolean[] } | undefined;
  return (capabilities?.backgroundBlur?.length ?? 0) > 1;
}

const offersNoiseSuppression = (): boolean =>
  !!navigator.mediaDevices?.getSupportedConstraints().noiseSuppression;

function renderAudio(context: UiContext, mayPublish: boolean, first: string): TemplateResult {
  const { room, state, ui } = context;
  const text = wordsOf(context);
  const { settings, devices } = state;
  const { microphone } = state.self;
  const speaker = devices.selected.speaker;
  return renderGroup(
    text.audio,
    html`${
      mayPublish
        ? html`${renderPicker('microphone', context, first === 'microphone')}
            ${
              microphone === 'on'
                ? html`<div class="settings__level" part="settings__level" role="meter" aria-label=${text.microphoneLevel} aria-valuemin="0" aria-valuemax="100" aria-valuenow="0" ${showLevel(() => room.microphoneLevel())}></div>`
                : nothing
            }
            ${
              offersNoiseSuppression()
                ? renderSwitch(
                    text.noiseSuppression,
                    settings.noiseSuppression !== false,
                    (noiseSuppression) => room.changeSettings({ noiseSuppression }),
                  )
                : nothing
            }`
        : nothing
    }
      <div class="settings__row">
        ${ui.canChooseSpeaker ? renderPicker('speaker', context, false) : nothing}
        <button type="button" class="button" part="settings__test" @click=${() => void playTestSound(speaker)}>${text.testSpeaker}</button>
      </div>`,
  );
}

function renderVideo(context: UiContext, mayPublish: boolean, first: string): TemplateResult {
  const { room, state, ui } = context;
  const text = wordsOf(context);
  const saver = (mode: DataSaver) => [mode, text.dataSavers[mode]] as const;
  return renderGroup(
    text.video,
    html`${
      mayPublish && !ui.audioOnly
        ? html`${renderPicker('camera', context, first === 'camera')}
            ${renderSwitch(text.mirrorVideo, state.settings.mirror ?? !ui.unmirrored, (mirror) => room.changeSettings({ mirror }))}
            ${
              offersBlur(context)
                ? renderSwitch(text.backgroundBlur, !!state.settings.backgroundBlur, (backgroundBlur) =>
                    room.changeSettings({ backgroundBlur }),
                  )
                : nothing
            }`
        : nothing
    }
      ${renderChoice(
        text.dataSaver,
        [saver('off'), saver('small'), saver('audio-only')],
        state.dataSaver,
        (mode) => room.setDataSaver(mode),
      )}`,
  );
}

/** A language in its own words. */
function nameOfLanguage(tag: string): string {
  const name = new Intl.DisplayNames([tag], { type: 'language' }).of(tag) ?? tag;
  return name.charAt(0).toLocaleUpperCase(tag) + name.slice(1);
}

/**
 * Our name. In a call the others see the new one once the user has left the field. It cannot be changed if the party has given us another
 * one than ours: then it is from the page's token.
 */
function renderName(context: UiContext): TemplateResult | typeof nothing {
  const { room, state, ui, act } = context;
  const text = wordsOf(context);
  const { name } = state.self;
  const inCall = state.phase === 'joined';
  if (!inCall && state.phase !== 'lobby') return nothing;
  const isFixed = inCall && name === state.nameAtParty && cleanName(name) !== cleanName(ui.draftName);
  const typed = ({ target }: Event) => act.setName((target as HTMLInputElement).value);
  const done = ({ target }: Event) => {
    const { value } = target as HTMLInputElement;
    act.setName(value);
    room.setDisplayName(value.trim());
  };
  const undone = (event: KeyboardEvent) => {
    if (event.key === 'Escape' && !isComposed(event)) (event.target as HTMLInputElement).value = name;
  };
  return html`<label class="field" part="field"
    ><span>${text.yourName}</span
    ><input maxlength="64" autocomplete="name" ?readonly=${isFixed} .value=${inCall ? name : live(ui.draftName)} @input=${inCall ? null : typed} @change=${inCall ? done : null} @keydown=${inCall ? undone : null}
  />${isFixed ? html`<span class="muted">${text.nameFixed}</span>` : nothing}</label>`;
}

function renderGeneral(context: UiContext): TemplateResult {
  const { room, state, ui, act, features } = context;
  const text = wordsOf(context);
  const tags = [...new Set(['en', ...Object.keys(LANGUAGES), ...registeredTags()])];
  const languages = tags.map((tag) => [tag, nameOfLanguage(tag), tag] as const);
  languages.sort(([, one], [, other]) => one.localeCompare(other));
  return renderGroup(
    text.general,
    html`${renderName(context)}
      ${renderChoice(
        text.language,
        [['', text.automatic], ...languages],
        state.settings.language ?? '',
        (language) => room.changeSettings({ language }),
      )}
      ${
        ui.withoutSounds
          ? nothing
          : renderSwitch(text.soundEffects, hasSoundEffects(state), (sounds) =>
              room.changeSettings({ sounds }),
            )
      }
      ${features.map(({ shortcuts }) =>
        shortcuts && !ui.withoutShortcuts
          ? html`<button type="button" class="button" part="settings__shortcuts" @click=${() => act.openMenu(shortcuts.menu)}>${shortcuts.label(context)}</button>`
          : nothing,
      )}
      ${renderSafetyMark(context)}`,
  );
}

/** `first`: the kind of device whose picker gets the focus. */
export function render(context: UiContext, first = 'microphone'): TemplateResult {
  const text = wordsOf(context);
  const { ui } = context;
  const { list } = context.state.devices;
  const mayPublish = mayUse(['publish'], context.state.self.grants);
  // The devices of a page's own stream are not listed.
  const hasNone = mayPublish && !ui.hasOwnStream && !list.microphone.length && !list.camera.length;
  return dialog(context, {
    label: text.settings ?? '',
    centered: true,
    content:
      () => html`${hasNone ? html`<p class="muted">${deviceSentence(context, 'not-found', 'both')}</p>` : nothing}
      <div class="settings">
        ${renderAudio(context, mayPublish, first)}${renderVideo(context, mayPublish, first)}${renderGeneral(context)}
      </div>`,
  });
}
