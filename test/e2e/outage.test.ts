import { testOutage } from '../scenarios/outage.js';

testOutage(20_000);
