/** The gallery: every part of the interface in every state, without camera or server. Options are in the address, to be shared. */
import { GALLERY_LANGUAGES, loadLanguage } from './gallery-languages.js';
import { mountState } from './gallery-stage.js';
import { GALLERY_STATES } from './gallery-states.js';

const SIZES = ['240x180', '320x480', '480x360', '800x500', '1280x720', '1600x900'];

const options = new URLSearchParams(location.search);
const size = options.get('size') ?? '800x500';
const [width, height] = size.split('x').map(Number) as [number, number];
const theme = options.get('theme') ?? 'light';
const dir = options.get('dir') ?? 'ltr';
const lang = options.get('lang') ?? 'en';
const only = options.get('only')?.toLowerCase();

document.documentElement.style.colorScheme = theme;
document.documentElement.dir = dir;

const nav = document.querySelector('nav')!;
for (const [name, values, chosen] of [
  ['size', SIZES, size],
  ['theme', ['light', 'dark'], theme],
  ['dir', ['ltr', 'rtl'], dir],
  ['lang', GALLERY_LANGUAGES, lang],
] as const) {
  const picker = document.createElement('select');
  picker.ariaLabel = name;
  picker.append(...values.map((value) => new Option(value, value, false, value === chosen)));
  picker.onchange = () => {
    options.set(name, picker.value);
    location.search = options.toString();
  };
  nav.append(picker);
}

const language = await loadLanguage(lang);
const main = document.querySelector('main')!;
for (const state of GALLERY_STATES) {
  if (only && !state.name.toLowerCase().includes(only)) continue;
  const section = document.createElement('section');
  const heading = document.createElement('h2');
  heading.textContent = state.name;
  section.append(heading, mountState(state, { width, height }, language).host);
  main.append(section);
}
