/** On Node a room with a connected member keeps its memory, so there is nothing to watch. */
import { startServing } from '../../party/adapters/serve.js';

await startServing(process.argv.slice(2));
