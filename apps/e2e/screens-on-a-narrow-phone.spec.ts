import { sweepScreens } from './testing/screens.ts';

sweepScreens('a narrow phone');
