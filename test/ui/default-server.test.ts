import { expect } from 'chai';
import { originOfParty } from '../../src/default-server.js';

describe('The script for script tags', () => {
  it('dials where it came from, when a party has served it', () => {
    for (const [script, server] of [
      ['https://rtc.example/video-room.js', 'https://rtc.example'],
      ['https://rtc.example/video-room.js?v=2#x', 'https://rtc.example'],
      ['https://video-room.me.workers.dev/video-room.single.js', 'https://video-room.me.workers.dev'],
      ['http://localhost:1999/video-room.js', 'http://localhost:1999'],
    ]) {
      expect(originOfParty(script!), script).to.equal(server);
    }
  });

  it('dials nobody when it is a copy, so that no token goes to a CDN', () => {
    for (const script of [
      'https://cdn.jsdelivr.net/npm/video-room@0.1.0/dist/video-room.js',
      'https://cdn.jsdelivr.net/npm/video-room',
      'https://cdn.jsdelivr.net/combine/npm/video-room@0.1.0',
      'https://unpkg.com/video-room@0.1.0/dist/video-room.single.js',
      'https://unpkg.com/video-room',
      'https://esm.sh/video-room@0.1.0/es2022/video-room.mjs',
      'https://esm.sh/video-room.js@0.1.0',
      'https://cdn.skypack.dev/-/video-room@v0.1.0/dist=es2020/video-room.js',
      'https://cdnjs.cloudflare.com/ajax/libs/video-room/0.1.0/video-room.js',
      'https://ga.jspm.io/npm:video-room@0.1.0/dist/video-room.js',
      'https://me.github.io/site/video-room.js',
      'https://app.example/assets/index-Bq3x.js',
      'https://app.example/video-room/video-room.js',
      'https://app.example//video-room.js',
      'file:///video-room.js',
      'blob:https://app.example/video-room.js',
      'data:text/javascript,1/video-room.js',
    ]) {
      expect(originOfParty(script), script).to.equal('');
    }
  });
});
