/** The party on Node, without rate limits. */
import './party-unlimited.js';
import { startServing } from '../../party/serve.js';

await startServing(process.argv.slice(2));
