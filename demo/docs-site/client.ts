/** What a page of the documentation does by itself: search by headings, and a button that copies each piece of code. */
import type { Entry } from './render.js';

/** As many as fit beside the page. */
const MOST_FOUND = 30;

const input = document.querySelector<HTMLInputElement>('#search')!;
const found = document.querySelector<HTMLElement>('#found')!;
const contents = document.querySelector<HTMLElement>('#contents')!;
const count = document.querySelector<HTMLElement>('#count')!;
let index: Promise<Entry[]> | undefined;

/** Fetched with the first search, and again after a failure. */
function loadIndex(): Promise<Entry[]> {
  index ??= fetch(new URL('search.json', location.href)).then((answer) => {
    if (!answer.ok) throw new Error(`search.json: ${answer.status}`);
    return answer.json();
  });
  index.catch(() => {
    index = undefined;
  });
  return index;
}

/** Every word must be in the heading or in the name of its page. Headings that begin with the words come first. */
function search(entries: Entry[], query: string): Entry[] {
  const words = query.toLowerCase().split(/\s+/);
  const rank = ({ text, page }: Entry): number => {
    const heading = text.toLowerCase();
    if (heading.startsWith(query.toLowerCase())) return 0;
    if (words.every((word) => heading.includes(word))) return 1;
    return words.every((word) => `${heading} ${page.toLowerCase()}`.includes(word)) ? 2 : 3;
  };
  return entries
    .map((entry) => ({ entry, rank: rank(entry) }))
    .filter((item) => item.rank < 3)
    .sort((a, b) => a.rank - b.rank)
    .map(({ entry }) => entry);
}

function show(entries: Entry[]): void {
  found.replaceChildren(
    ...entries.slice(0, MOST_FOUND).map(({ text, href, page }) => {
      const link = document.createElement('a');
      link.href = href;
      const where = document.createElement('small');
      where.textContent = page;
      link.append(text, where);
      const item = document.createElement('li');
      item.append(link);
      return item;
    }),
  );
}

async function update(): Promise<void> {
  const query = input.value.trim();
  found.hidden = !query;
  contents.hidden = !!query;
  if (!query) {
    count.textContent = '';
    return;
  }
  try {
    const entries = search(await loadIndex(), query);
    // Typing has gone on while the index was fetched.
    if (query !== input.value.trim()) return;
    show(entries);
    count.textContent = entries.length === 1 ? '1 result' : `${entries.length || 'No'} results`;
  } catch {
    count.textContent = 'The search does not work at the moment.';
  }
}

input.addEventListener('input', () => void update());
input.addEventListener('keydown', (event) => {
  if (event.key !== 'ArrowDown' && event.key !== 'Enter') return;
  const first = found.querySelector('a');
  if (!first || found.hidden) return;
  event.preventDefault();
  if (event.key === 'Enter') first.click();
  else first.focus();
});
found.addEventListener('keydown', (event) => {
  if (event.key !== 'ArrowDown' && event.key !== 'ArrowUp') return;
  const links = [...found.querySelectorAll('a')];
  const next = links.indexOf(event.target as HTMLAnchorElement) + (event.key === 'ArrowDown' ? 1 : -1);
  event.preventDefault();
  (links[next] ?? (next < 0 ? input : undefined))?.focus();
});
// A result on the same page: the menu of a narrow window makes room for it.
found.addEventListener('click', () => {
  const sidebar = document.querySelector<HTMLElement>('#sidebar')!;
  if (sidebar.matches(':popover-open')) sidebar.hidePopover();
});
document.addEventListener('keydown', (event) => {
  if (event.key !== '/' || (event.target as HTMLElement).closest('input, textarea, [contenteditable]'))
    return;
  event.preventDefault();
  document.querySelector<HTMLElement>('.menu')!.checkVisibility() &&
    document.querySelector<HTMLElement>('#sidebar')!.showPopover();
  input.focus();
});
// A page that is back from the browser's history may still have its search.
void update();

for (const code of document.querySelectorAll('pre')) {
  const button = document.createElement('button');
  button.type = 'button';
  button.className = 'copy';
  button.textContent = 'Copy';
  button.addEventListener('click', async () => {
    await navigator.clipboard.writeText(code.textContent ?? '').then(
      () => {
        button.textContent = 'Copied';
      },
      () => {
        button.textContent = 'Not allowed';
      },
    );
    setTimeout(() => {
      button.textContent = 'Copy';
    }, 2_000);
  });
  const frame = document.createElement('div');
  frame.className = 'code';
  code.replaceWith(frame);
  frame.append(code, button);
}
