import { SMALL_LOOK, testStates } from '../../scenarios/axe-states.js';

testStates('en', SMALL_LOOK);
