import { sweepScreens } from './testing/screens.ts';

sweepScreens('light and dark');
