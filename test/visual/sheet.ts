/** A window for each box of the sheet, because dialogs and popovers cover their whole window. */
import { BOXES } from './boxes.js';

type BoxWindow = Window & { draw(name: string, theme: string): Promise<void>; states: readonly string[] };

const frames = await Promise.all(
  BOXES.map(async ({ width, height, scale, x, y, theme }) => {
    const frame = document.createElement('iframe');
    frame.style.cssText = `inline-size:${width}px;block-size:${height}px;left:${x}px;top:${y}px;transform:scale(${scale})`;
    frame.src = './box.html';
    const loaded = new Promise((done) => frame.addEventListener('load', done));
    document.body.append(frame);
    await loaded;
    return { box: frame.contentWindow as unknown as BoxWindow, theme };
  }),
);

Object.assign(globalThis, {
  states: frames[0]!.box.states,
  async drawSheet(name: string): Promise<void> {
    await Promise.all(frames.map(({ box, theme }) => box.draw(name, theme)));
    for (let frame = 0; frame < 2; frame++) await new Promise((done) => requestAnimationFrame(done));
  },
});
