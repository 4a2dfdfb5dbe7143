/** On Node a room that somebody is in keeps its memory, so there is nothing to watch. */
import { startServing } from '../../party/serve.js';

await startServing(process.argv.slice(2));
