import { sweepScreens } from './testing/screens.ts';

sweepScreens('right to left');
