import { after, before, describe } from 'node:test';
import { testReloads } from '../scenarios/reloads.js';
import { openVenue, type Venue } from '../support/venue.js';

/** A limit for what hangs (ms): 60 reloads, each with a call, and the start of two browsers. */
const TIMEOUT = 900_000;

describe('a participant who reloads again and again', { timeout: TIMEOUT }, () => {
  let venue: Venue;
  before(async () => {
    venue = await openVenue();
  });
  after(() => venue?.close());

  testReloads(() => venue, { chromium: 50, firefox: 10 });
});
