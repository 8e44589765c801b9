import fc from 'fast-check';

// In CI a property draws the same cases at every run, so that a change is judged by what it changed.
// Everywhere else each run draws new ones: that is where a property finds what nobody thought of.
if (process.env['CI'] !== undefined) fc.configureGlobal({ seed: 1_969 });
