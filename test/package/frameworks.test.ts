/** The types for frameworks, as a strict project gets them: right names are accepted, misspelled protections are not. */
import assert from 'node:assert/strict';
import { spawnSync } from 'node:child_process';
import { mkdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { after, describe, it } from 'node:test';
import { compile } from 'svelte/compiler';
import { compileTemplate, parse } from 'vue/compiler-sfc';
import { SUITE_TIMEOUT } from '../support/until.js';

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

/** The blocks of code in this language on a page of the documentation. */
function blocks(page: string, language: string): string[] {
  const text = readFileSync(join(root, 'demo/docs', page), 'utf8');
  const found = [...text.matchAll(new RegExp(`\`\`\`${language}\\n([\\s\\S]*?)\`\`\``, 'g'))].map(
    ([, code]) => code!,
  );
  assert.ok(found.length, `${page} has code in ${language}`);
  return found;
}

/** What pages of the documentation show, for the compiler. */
function documented(): Record<string, string> {
  const [angular] = blocks('angular.md', 'angular-ts');
  const jsx = (page: string, source: string) =>
    blocks(page, 'tsx').map((code, index) => [
      `${page}.${index}.tsx`,
      `/** @jsxImportSource ${source} */\n${code}`,
    ]);
  return {
    ...Object.fromEntries([
      ...jsx('react.md', 'react'),
      ...jsx('preact.md', 'preact'),
      ...jsx('solid.md', 'solid-js'),
    ]),
    'angular.ts': angular!,
    'angular-core.d.ts': `declare module '@angular/core' {
  export const CUSTOM_ELEMENTS_SCHEMA: { name: string };
  export function Component(options: { selector: string; schemas: object[]; template: string }): (of: new () => object, context: ClassDecoratorContext) => void;
}`,
    'vue.doc.ts': parse(blocks('vue.md', 'vue')[0]!).descriptor.scriptSetup!.content,
    'svelte.doc.ts': /<script lang="ts">([\s\S]*?)<\/script>/.exec(blocks('svelte.md', 'svelte')[0]!)![1]!,
  };
}

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

describe('the types for frameworks', { timeout: SUITE_TIMEOUT }, () => {
  after(() => rmSync(folder, { recursive: true, force: true }));

  it('accept right names and refuse misspelled protections, in a strict project', () => {
    mkdirSync(folder, { recursive: true });
    for (const [name, code] of Object.entries({ ...SOURCES, ...documented() })) {
      writeFileSync(join(folder, name), code);
    }
    writeFileSync(join(folder, 'tsconfig.json'), JSON.stringify(COMPILER));
    const { stdout, status } = spawnSync('npx', ['tsc', '-p', folder], {
      cwd: root,
      encoding: 'utf8',
      shell: process.platform === 'win32',
    });
    assert.equal(status, 0, stdout);
  });

  it('are shown in templates that Svelte and Vue compile, with events that the element has', () => {
    const [svelte] = blocks('svelte.md', 'svelte');
    assert.deepEqual(compile(svelte!, { filename: 'Call.svelte' }).warnings, []);
    const { descriptor, errors } = parse(blocks('vue.md', 'vue')[0]!);
    assert.deepEqual(errors, []);
    const vue = compileTemplate({
      ...{ source: descriptor.template!.content, filename: 'Call.vue', id: 'call' },
      compilerOptions: { isCustomElement: (tag) => tag === 'video-room', expressionPlugins: ['typescript'] },
    });
    assert.deepEqual(vue.errors, []);
    const { modules } = JSON.parse(readFileSync(join(root, 'dist/custom-elements.json'), 'utf8'));
    const known: string[] = modules
      .flatMap(({ declarations = [] }) => declarations)
      .find(({ tagName }: { tagName?: string }) => tagName === 'video-room')
      .events.map(({ name }: { name: string }) => name);
    const listened = {
      'react.md': /\bon([A-Z]\w+)=/g,
      'preact.md': /\bon([a-z]+-[\w-]+)=/g,
      'solid.md': /\bon:([\w-]+)=/g,
      'svelte.md': /\bon([a-z]+-[\w-]+)=/g,
      'vue.md': /@([a-z]+-[\w-]+)=/g,
      'angular.md': /\(([a-z]+-[\w-]+)\)=/g,
    };
    for (const [page, pattern] of Object.entries(listened)) {
      const text = readFileSync(join(root, 'demo/docs', page), 'utf8');
      const names = [...text.matchAll(pattern)]
        .map(([, name]) => name!.replace(/\B[A-Z]/g, '-$&').toLowerCase())
        .filter((name) => name !== 'click');
      assert.ok(names.length, page);
      for (const name of names) assert.ok(known.includes(name), `${page}: ${name}`);
    }
  });
});
