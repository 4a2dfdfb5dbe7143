/** A host's own Node program with the party, and its own access check. */
import { startServing } from '../../party/adapters/serve.js';
import { authorize } from './embedded-authorize.js';

await startServing(process.argv.slice(2), authorize);
