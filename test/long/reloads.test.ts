import { after, before, describe } from 'node:test';
import { testReloads } from '../scenarios/reloads.js';
import { openVenue, type Venue } from '../support/venue.js';

describe('a participant who reloads again and again', { timeout: 600_000 }, () => {
  let venue: Venue;
  before(async () => {
    venue = await openVenue();
  });
  after(() => venue?.close());

  testReloads(() => venue, { chromium: 50, firefox: 10 });
});
