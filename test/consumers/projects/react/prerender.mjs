// What a server would send: the page with the rendered app in it.
import { readFileSync, writeFileSync } from 'node:fs';
import { html } from './server/server.js';

if (!html.includes('<video-room room="react"')) throw new Error(`The server rendered ${html}`);
writeFileSync('dist/index.html', readFileSync('dist/index.html', 'utf8').replace('<!--app-->', html));
