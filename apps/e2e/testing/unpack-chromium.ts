// Unpacks the browser of the npm package below TMPDIR; run by chromium.ts as a process of its own.
import packaged from '@sparticuz/chromium';

await packaged.executablePath();
