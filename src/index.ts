/** `video-room`: registers the tag. Safe to import where there is no browser. */
import { define } from './define.js';

define();

export * from './element.js';
