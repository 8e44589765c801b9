import { sweepScreens } from './testing/screens.ts';

sweepScreens('German');
