import { testOutage } from '../scenarios/outage.js';

testOutage(120_000);
