import { defineModel } from '../../party/model.js';

defineModel(600);
