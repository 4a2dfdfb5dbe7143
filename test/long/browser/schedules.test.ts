import { testSchedules } from '../../scenarios/schedules.js';

testSchedules(240);
