/** The party on `wrangler dev`, without rate limits. */
import './party-unlimited.js';

export { default, Main } from '../../party/adapters/worker.js';
