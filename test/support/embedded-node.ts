/** How a host puts the party into a Node program of its own, with its own word on who comes in. */
import { startServing } from '../../party/serve.js';
import { authorize } from './embedded-authorize.js';

await startServing(process.argv.slice(2), authorize);
