/** The types for frameworks, as a strict project gets them: right names are accepted, misspelled protections are not. */
import assert from 'node:assert/strict';
import { spawnSync } from 'node:child_process';
import { mkdirSync, rmSync, writeFileSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { after, describe, it } from 'node:test';

const root = resolve(import.meta.dirname, '../..');
/** Inside the repository, so that the package's own name leads to its types. */
const folder = join(root, 'coverage/frameworks');

/** The templates of each framework that the compiler itself understands. */
const SOURCES: Record<string, string> = {
  'react.tsx': `/** @jsxImportSource react */
import { createRef } from 'react';
import type { LeaveReason } from 'video-room/element';
import { VideoRoom, type VideoRoomElement } from 'video-room/react';
const ref = createRef<VideoRoomElement>();
const unknown: string | undefined = undefined;
export const component = (
  <VideoRoom ref={ref} room="standup" secretFrom="hash" relayOnly token={unknown} className="call"
    onRoomLeft={({ detail }) => { const reason: LeaveReason = detail.reason; return reason; }}
    onQualityChanged={({ detail }) => { const level: 'good' | 'fair' | 'poor' | 'lost' | 'unknown' = detail.level; return level; }}
    onDeviceError={({ detail }) => { const kind: 'microphone' | 'camera' | 'screen' = detail.kind; return kind; }} />
);
export const tag = <video-room room="standup" secret-from="hash" relay-only class="call" />;
// @ts-expect-error: there is no such layout
export const layout = <VideoRoom room="standup" layout="mosaic" />;
// @ts-expect-error: a server renders this as secretfrom
export const secret = <video-room room="standup" secretFrom="hash" />;
// @ts-expect-error: a server renders this as relayonly
export const relay = <video-room room="standup" relayOnly />;
`,
  'preact.tsx': `/** @jsxImportSource preact */
import type {} from 'video-room/preact';
export const tag = <video-room room="standup" secret-from="hash" getToken={async () => 'token'} onroom-left={({ detail }) => detail.reason} />;
// @ts-expect-error: this would be the attribute relayonly
export const relay = <video-room room="standup" relayOnly />;
`,
  'solid.tsx': `/** @jsxImportSource solid-js */
import type {} from 'video-room/solid';
export const tag = <video-room room="standup" secret-from="hash" on:room-left={({ detail }) => detail.reason} />;
// @ts-expect-error: this would be the attribute relayonly
export const relay = <video-room room="standup" relayOnly />;
`,
  'svelte.ts': `import type { SvelteHTMLElements } from 'svelte/elements';
import type {} from 'video-room/svelte';
export const tag: SvelteHTMLElements['video-room'] = { room: 'standup', 'secret-from': 'hash', 'onroom-left': ({ detail }) => detail.reason };
`,
  'vue.ts': `import type { GlobalComponents } from 'vue';
import type {} from 'video-room/vue';
type Tag = InstanceType<GlobalComponents['video-room']>;
export const props: Tag['$props'] = { room: 'standup', 'secret-from': 'hash', class: 'call' };
export const emit = (tag: Tag) => tag.join();
`,
};

const COMPILER = {
  compilerOptions: {
    target: 'ES2022',
    module: 'ESNext',
    moduleResolution: 'bundler',
    lib: ['ES2023', 'DOM', 'DOM.Iterable', 'DOM.AsyncIterable'],
    types: [],
    jsx: 'react-jsx',
    strict: true,
    exactOptionalPropertyTypes: true,
    noEmit: true,
    skipLibCheck: true,
  },
  include: ['*'],
};

describe('the types for frameworks', { timeout: 60_000 }, () => {
  after(() => rmSync(folder, { recursive: true, force: true }));

  it('accept right names and refuse misspelled protections, in a strict project', () => {
    mkdirSync(folder, { recursive: true });
    for (const [name, code] of Object.entries(SOURCES)) writeFileSync(join(folder, name), code);
    writeFileSync(join(folder, 'tsconfig.json'), JSON.stringify(COMPILER));
    const { stdout, status } = spawnSync('npx', ['tsc', '-p', folder], {
      cwd: root,
      encoding: 'utf8',
      shell: process.platform === 'win32',
    });
    assert.equal(status, 0, stdout);
  });
});
