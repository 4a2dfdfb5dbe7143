import { testStates } from '../../scenarios/axe-states.js';

testStates('ar');
