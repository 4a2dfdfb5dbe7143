import { expect } from 'chai';
import { participant } from '../support/fake-room.js';
import { mount, unmountAll } from '../support/test-element.js';
import { until } from '../support/until.js';
import { button, clear, has, part, press, show, textOf } from '../ui/gallery-support.js';

const slider = (root: ParentNode) => until(() => part(root, 'volume__slider') as HTMLInputElement | null);

function drag(input: HTMLInputElement, value: number): void {
  input.value = `${value}`;
  input.dispatchEvent(new Event('input', { bubbles: true }));
}

describe('the volume of one participant', () => {
  afterEach(clear);
  afterEach(unmountAll);

  it('is a slider in the menu of their tile, with its value in words of the language', async () => {
    const { root, asked } = show('Moments: about a person');
    const input = await slider(root);
    expect(input.value).to.equal('40');
    expect(input.ariaValueText ?? input.getAttribute('aria-valuetext')).to.equal('40%');
    expect(textOf(input.closest('label')))
      .to.contain('Volume')
      .and.contain('Only for you');
    drag(input, 75);
    expect(asked).to.deep.equal([['setVolume', 'ada', 0.75]]);
  });

  it('opens from the tile, closes with Escape, and gives the focus back', async () => {
    const { root } = show('Call: two');
    const opener = button(root, 'Actions for Ada Lovelace')!;
    opener.focus();
    opener.click();
    await slider(root);
    await until(() => part(root, 'popover')!.contains(root.activeElement));
    press(root, 'Escape');
    await until(() => !has(root, 'popover'));
    expect(root.activeElement === opener).to.equal(true);
  });

  it('changes only the sound of this participant, and lasts when the call begins anew', async () => {
    const { element, room } = await mount();
    const stream = () => new MediaStream();
    const people = ['ada', 'ben'].map((id) =>
      participant({
        id,
        name: id,
        streams: { microphone: stream(), screenAudio: stream() },
        screenAudio: 'on',
      }),
    );
    const root = element.shadowRoot!;
    const volumes = () =>
      people.map(({ id }) =>
        [...root.querySelectorAll<HTMLAudioElement>(`[data-participant=${id}] audio`)].map(
          (one) => one.volume,
        ),
      );
    const begin = () => room.set({ phase: 'joined', self: participant({ id: 'me' }), participants: people });
    begin();
    await until(() => volumes().flat().length === 4);
    (await until(() => button(root, 'Actions for ada'))).click();
    drag(await slider(root), 25);
    await until(() => volumes().join(' ') === '0.25,0.25 1,1', 'for a quieter Ada');
    room.set({ phase: 'joining', participants: [] });
    begin();
    await until(() => volumes().join(' ') === '0.25,0.25 1,1', 'for the same after a new start');
  });
});
