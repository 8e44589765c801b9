import { sweepScreens } from './testing/screens.ts';

sweepScreens('Arabic');
