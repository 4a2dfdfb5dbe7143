import { after, before, describe } from 'node:test';
import { testReloads } from '../scenarios/reloads.js';
import { SUITE_TIMEOUT } from '../support/until.js';
import { openVenue, type Venue } from '../support/venue.js';

describe('a participant who reloads again and again', { timeout: SUITE_TIMEOUT }, () => {
  let venue: Venue;
  before(async () => {
    venue = await openVenue();
  });
  after(() => venue?.close());

  testReloads(() => venue, { chromium: 50, firefox: 10 });
});
