/** The long files: each sweep of all screens takes about as long as all the journeys together. */
const LONG = /screens-in-\w+\.spec\.ts$/;

/** The order of the browser journeys: what takes longest begins first, so that no core stands idle at the end. */
export default class SweepsFirst {
  sort(tests) {
    return tests.toSorted((a, b) => Number(LONG.test(b.path)) - Number(LONG.test(a.path)));
  }

  shard(tests) {
    return tests;
  }

  allFailedTests(tests) {
    return tests;
  }

  cacheResults() {}
}
